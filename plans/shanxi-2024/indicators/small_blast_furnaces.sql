-- zh: 1200立方米以下高炉座数
-- en: blast furnaces below 1200 m³
-- unit: 座
-- kind: registered
SELECT region, key, CASE WHEN outcome = 'retire' THEN 1 END AS part
FROM hit
WHERE rule = 'B014' AND outcome IN ('retire', 'undetermined')
