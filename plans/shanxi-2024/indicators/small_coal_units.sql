-- zh: 30万千瓦以下燃煤机组台数
-- en: coal units below 300 MW
-- unit: 台
-- kind: registered
SELECT region, key, CASE WHEN outcome = 'retire' THEN 1 END AS part
FROM hit
WHERE rule = 'B008' AND outcome IN ('retire', 'undetermined')
