-- zh: 省级大气污染源排放清单近12个月更新次数
-- en: updates of the province's emission inventory in twelve months
-- unit: 次
-- kind: registered
SELECT region, key,
       CASE WHEN level = 'province' AND completed_on > $as_of - INTERVAL '1 year' AND completed_on <= $as_of THEN 1
            WHEN NOT (level = 'province' AND completed_on > $as_of - INTERVAL '1 year' AND completed_on <= $as_of) THEN 0 END AS part
FROM inventory_version
