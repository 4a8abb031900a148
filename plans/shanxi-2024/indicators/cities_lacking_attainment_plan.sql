-- zh: 应编制实施并公开而未完成限期达标规划的城市数
-- en: cities without the attainment plan they must make
-- unit: 个
-- kind: registered
SELECT region, key, CASE outcome WHEN 'lacking' THEN 1 WHEN 'satisfied' THEN 0 END AS part
FROM hit
WHERE rule = 'B104' AND outcome <> 'not_applicable'
