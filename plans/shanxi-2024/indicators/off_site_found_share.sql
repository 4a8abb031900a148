-- zh: 近12个月由非现场手段发现的环境违法行为占比
-- en: share of the proven violations of twelve months that were found without a visit
-- unit: %
-- kind: registered
SELECT region, key,
       CASE WHEN (confirmed AND found_on > $as_of - INTERVAL '1 year' AND found_on <= $as_of) IS NULL THEN NULL
            WHEN found_by IN ('online_monitoring', 'mobile_survey', 'power_monitoring', 'video') THEN 1
            WHEN found_by NOT IN ('online_monitoring', 'mobile_survey', 'power_monitoring', 'video') THEN 0 END AS part,
       1 AS whole
FROM violation
WHERE (confirmed AND found_on > $as_of - INTERVAL '1 year' AND found_on <= $as_of) IS NOT FALSE
