-- zh: 新生产货车系族监督抽查覆盖率
-- en: share of the families of newly produced trucks that were spot-checked
-- unit: %
-- kind: registered
SELECT region, key, CASE outcome WHEN 'satisfied' THEN 1 WHEN 'lacking' THEN 0 END AS part, 1 AS whole
FROM hit
WHERE rule = 'B059' AND outcome IN ('satisfied', 'lacking', 'undetermined')
