-- zh: 有物料扬尘无组织排放的重点企业视频监控系统安装率
-- en: share of key enterprises with fugitive dust of materials that have a video system
-- unit: %
-- kind: registered
SELECT region, key, CASE outcome WHEN 'satisfied' THEN 1 WHEN 'lacking' THEN 0 END AS part, 1 AS whole
FROM hit
WHERE rule = 'B073' AND outcome IN ('satisfied', 'lacking', 'undetermined')
