-- zh: 近12个月太原武宿国际机场有替代设施的航班使用替代设施的比例
-- en: share of the flights at Taiyuan Wusu with a substitute at their stand that used it, in twelve months
-- unit: %
-- kind: registered
SELECT h.region, h.key,
       CASE WHEN f.stayed_on <= $as_of AND h.outcome = 'satisfied' THEN 1
            WHEN f.stayed_on <= $as_of AND h.outcome = 'lacking' THEN 0 END AS part,
       1 AS whole
FROM hit h JOIN flight f ON f.key = h.key
WHERE h.rule = 'B065' AND h.outcome IN ('satisfied', 'lacking', 'undetermined')
  AND (f.stayed_on > $as_of - INTERVAL '1 year' AND f.stayed_on <= $as_of) IS NOT FALSE
