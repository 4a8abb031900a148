-- zh: 特色低碳环保产业基地数
-- en: specialised bases of the environmental industry
-- unit: 个
-- kind: registered
SELECT region, key, CASE WHEN unit_kind = 'base' THEN 1 END AS part
FROM green_industry_unit
WHERE unit_kind = 'base' OR unit_kind IS NULL
