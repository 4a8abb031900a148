-- zh: 重点区域长距离线性工程分段施工比例
-- en: share of long linear works in the key region that are built in sections
-- unit: %
-- kind: registered
SELECT region, key, CASE outcome WHEN 'satisfied' THEN 1 WHEN 'lacking' THEN 0 END AS part, 1 AS whole
FROM hit
WHERE rule = 'B069' AND outcome IN ('satisfied', 'lacking', 'undetermined')
