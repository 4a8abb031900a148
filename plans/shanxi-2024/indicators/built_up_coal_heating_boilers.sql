-- zh: 城市建成区燃煤供热锅炉台数
-- en: coal heating boilers in the built-up areas of cities
-- unit: 台
-- kind: registered
SELECT region, key,
       CASE WHEN fuel = 'coal' AND in_use AND in_built_up_area AND purpose IN ('central_heating', 'heating') THEN 1
            WHEN NOT (fuel = 'coal' AND in_use AND in_built_up_area AND purpose IN ('central_heating', 'heating')) THEN 0 END AS part
FROM boiler
