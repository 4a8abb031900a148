-- zh: 在用的茶水炉、经营性炉灶、储粮烘干设备、农产品加工等燃煤设施台数
-- en: coal tea stoves, commercial stoves, grain dryers, farm produce processing and the like in use
-- unit: 台
-- kind: registered
SELECT region, key, CASE WHEN outcome = 'retire' THEN 1 END AS part
FROM hit
WHERE rule = 'B038' AND outcome IN ('retire', 'undetermined')
