-- zh: 远距离供热示范项目个数(在建、申请投产和已投产)
-- en: demonstration projects of long-distance heat supply under construction or in operation
-- unit: 个
-- kind: registered
SELECT region, key,
       CASE WHEN long_distance_heat_demo AND status IN ('building', 'commissioning', 'operating') THEN 1
            WHEN NOT (long_distance_heat_demo AND status IN ('building', 'commissioning', 'operating')) THEN 0 END AS part
FROM project
