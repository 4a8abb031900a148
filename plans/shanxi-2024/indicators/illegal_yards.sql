-- zh: 未清理取缔的违规堆场数
-- en: illegal yards not yet cleared
-- unit: 处
-- kind: registered
SELECT region, key, CASE WHEN outcome = 'retire' THEN 1 END AS part
FROM hit
WHERE rule = 'B072' AND outcome IN ('retire', 'undetermined')
