-- zh: 限期整改仍不达标而未关闭的矿山数
-- en: mines that failed their rectification and are not closed
-- unit: 座
-- kind: registered
SELECT region, key, CASE outcome WHEN 'lacking' THEN 1 WHEN 'satisfied' THEN 0 END AS part
FROM hit
WHERE rule = 'B075' AND outcome <> 'not_applicable'
