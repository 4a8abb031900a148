-- zh: 县城道路机械化清扫率(按面积)
-- en: share by area of roads in county towns swept by machine
-- unit: %
-- kind: registered
SELECT region, key,
       CASE WHEN place = 'county_town' THEN machine_swept_m2 END AS part,
       swept_m2 AS whole
FROM road
WHERE (place = 'county_town') IS NOT FALSE
