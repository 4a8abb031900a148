-- zh: 水泥等其他重点行业企业完成超低排放评估监测的比例
-- en: share of cement and other enterprises due for it with a complete ultra-low emission assessment
-- unit: %
-- kind: registered
SELECT region, key,
       CASE WHEN (industry = 'cement' OR (ule_required AND industry NOT IN ('steel', 'coking'))) AND NOT closed AND ule_result = 'full' THEN 1
            WHEN (industry = 'cement' OR (ule_required AND industry NOT IN ('steel', 'coking'))) AND NOT closed AND ule_result <> 'full' THEN 0 END AS part,
       1 AS whole
FROM facility
WHERE ((industry = 'cement' OR (ule_required AND industry NOT IN ('steel', 'coking'))) AND NOT closed) IS NOT FALSE
