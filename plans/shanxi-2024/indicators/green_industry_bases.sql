-- zh: 特色低碳环保产业基地数
-- en: specialised bases of the environmental industry
-- unit: 个
-- kind: registered
SELECT region, key, 1 AS part FROM green_industry_unit WHERE unit_kind = 'base'
