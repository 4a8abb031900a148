-- zh: 第一阶段及以下排放标准非道路移动机械已淘汰的比例
-- en: share of the non-road machines of stage I and below that are out of use
-- unit: %
-- kind: registered
SELECT h.region, h.key,
       CASE h.outcome WHEN 'satisfied' THEN coalesce(m.quantity, 1) WHEN 'lacking' THEN 0 END AS part,
       coalesce(m.quantity, 1) AS whole
FROM hit h JOIN nonroad_machine m ON m.key = h.key
WHERE h.rule = 'B063' AND h.outcome IN ('satisfied', 'lacking', 'undetermined')
