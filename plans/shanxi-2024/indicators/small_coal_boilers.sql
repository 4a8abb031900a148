-- zh: 35蒸吨/小时及以下燃煤锅炉台数
-- en: coal boilers of 35 t/h and less
-- unit: 台
-- kind: registered
SELECT region, key, CASE WHEN outcome = 'retire' THEN 1 END AS part
FROM hit
WHERE rule = 'B037' AND outcome IN ('retire', 'undetermined')
