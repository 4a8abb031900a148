-- zh: 管网覆盖范围内仍有燃煤锅炉或散煤的片区个数
-- en: areas with a heat network that still have coal boilers or loose coal
-- unit: 个
-- kind: registered
SELECT region, key, CASE WHEN outcome = 'lacking' THEN 1 END AS part
FROM hit
WHERE rule = 'B039' AND outcome IN ('lacking', 'undetermined')
