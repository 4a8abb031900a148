-- zh: 近12个月非道路移动机械检查、抓拍中未冒黑烟的比例
-- en: share of checks of non-road machines without black smoke in twelve months
-- unit: %
-- kind: registered
SELECT h.region, h.key,
       CASE WHEN e.source = 'machine' AND e.observed_on <= $as_of AND h.outcome = 'not_applicable' THEN 1
            WHEN e.source = 'machine' AND e.observed_on <= $as_of AND h.outcome = 'triggered' THEN 0 END AS part,
       1 AS whole
FROM hit h JOIN black_smoke_event e ON e.key = h.key
WHERE h.rule = 'B064'
  AND (e.source = 'machine' AND e.observed_on > $as_of - INTERVAL '1 year' AND e.observed_on <= $as_of) IS NOT FALSE
