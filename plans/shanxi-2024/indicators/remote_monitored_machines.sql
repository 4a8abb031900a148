-- zh: 省级远程在线监控接入的重型柴油车和非道路移动机械
-- en: heavy diesel vehicles and non-road machines connected to the province's remote monitoring
-- unit: 台
-- kind: registered
SELECT region, key,
       CASE WHEN heavy_diesel AND remote_monitored THEN coalesce(quantity, 1) WHEN NOT (heavy_diesel AND remote_monitored) THEN 0 END AS part
FROM vehicle
UNION ALL
SELECT region, key,
       CASE WHEN category = 'machine' AND remote_monitored THEN coalesce(quantity, 1) WHEN NOT (category = 'machine' AND remote_monitored) THEN 0 END AS part
FROM nonroad_machine
