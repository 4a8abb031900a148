-- zh: 设区的市建成区道路机械化清扫率(按面积)
-- en: share by area of roads in the built-up areas of cities swept by machine
-- unit: %
-- kind: registered
SELECT region, key,
       CASE WHEN place = 'city_built_up' THEN machine_swept_m2 END AS part,
       swept_m2 AS whole
FROM road
WHERE (place = 'city_built_up') IS NOT FALSE
