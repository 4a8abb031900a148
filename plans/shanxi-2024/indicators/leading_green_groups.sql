-- zh: 引领型低碳环保集团数
-- en: leading groups of the environmental industry
-- unit: 个
-- kind: registered
SELECT region, key, CASE WHEN unit_kind = 'leading_group' THEN 1 END AS part
FROM green_industry_unit
WHERE unit_kind = 'leading_group' OR unit_kind IS NULL
