-- zh: 第一阶段及以下排放标准非道路移动机械已淘汰的比例
-- en: share of the non-road machines of stage I and below that are out of use
-- unit: %
-- kind: registered
SELECT region, key, CASE outcome WHEN 'satisfied' THEN 1 WHEN 'lacking' THEN 0 END AS part, 1 AS whole
FROM hit
WHERE rule = 'B063' AND outcome IN ('satisfied', 'lacking', 'undetermined')
