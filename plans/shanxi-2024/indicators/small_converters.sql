-- zh: 100吨以下转炉座数
-- en: converters below 100 t
-- unit: 座
-- kind: registered
SELECT region, key, CASE WHEN outcome = 'retire' THEN 1 END AS part
FROM hit
WHERE rule = 'B015' AND outcome IN ('retire', 'undetermined')
