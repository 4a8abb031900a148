-- zh: 供热半径内未关停或整合的燃煤锅炉(含落后燃煤小热电机组锅炉)台数
-- en: coal boilers in the heating radius, those of backward small CHP units included, neither closed nor merged
-- unit: 台
-- kind: registered
SELECT region, key, CASE WHEN outcome = 'lacking' THEN 1 END AS part
FROM hit
WHERE rule = 'B040' AND outcome IN ('lacking', 'undetermined')
