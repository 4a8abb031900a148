-- zh: 步进式烧结机、球团竖炉和四种半封闭式铁合金电炉台数
-- en: step sinter machines, pellet shaft furnaces and semi-closed furnaces of four ferroalloys
-- unit: 台
-- kind: registered
SELECT region, key, CASE WHEN outcome = 'retire' THEN 1 END AS part
FROM hit
WHERE rule = 'B018' AND outcome IN ('retire', 'undetermined')
