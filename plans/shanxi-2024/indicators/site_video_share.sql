-- zh: 有条件的地区5000平方米及以上建筑工地安装视频监控并接入监管平台的比例
-- en: share of building sites of 5000 m² and more, in areas with the means, with video on the supervision platform
-- unit: %
-- kind: registered
SELECT region, key, CASE outcome WHEN 'satisfied' THEN 1 WHEN 'lacking' THEN 0 END AS part, 1 AS whole
FROM hit
WHERE rule = 'B068' AND outcome IN ('satisfied', 'lacking', 'undetermined')
