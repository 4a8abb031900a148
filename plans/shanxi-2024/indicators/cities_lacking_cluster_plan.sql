-- zh: 应制定而未制定涉气产业集群发展规划的城市数
-- en: cities that lack the cluster plan they must make
-- unit: 个
-- kind: registered
SELECT region, key, CASE outcome WHEN 'lacking' THEN 1 WHEN 'satisfied' THEN 0 END AS part
FROM hit
WHERE rule = 'B021' AND outcome <> 'not_applicable'
