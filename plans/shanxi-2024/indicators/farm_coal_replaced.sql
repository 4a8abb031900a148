-- zh: 已完成清洁能源替代的农业种植和养殖散煤使用点
-- en: users of loose coal in crop and livestock farming that have turned to clean energy
-- unit: 处
-- kind: registered
SELECT region, key,
       CASE WHEN sector IN ('planting', 'breeding') AND replaced THEN 1
            WHEN NOT (sector IN ('planting', 'breeding') AND replaced) THEN 0 END AS part
FROM farm_coal_user
