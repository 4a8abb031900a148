-- zh: 市县生态环境部门在用的执法监测装备台数
-- en: instruments in service with the city and county departments
-- unit: 台
-- kind: registered
SELECT region, key,
       CASE WHEN in_service AND held_by IN ('city', 'county') THEN 1
            WHEN NOT (in_service AND held_by IN ('city', 'county')) THEN 0 END AS part
FROM enforcement_instrument
