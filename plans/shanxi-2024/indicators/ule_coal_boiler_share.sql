-- zh: 在用燃煤锅炉完成超低排放改造的比例
-- en: share of all coal boilers in use converted to ultra-low emission
-- unit: %
-- kind: registered
SELECT region, key,
       CASE WHEN fuel = 'coal' AND in_use AND ule_retrofitted THEN 1
            WHEN fuel = 'coal' AND in_use AND NOT ule_retrofitted THEN 0 END AS part,
       1 AS whole
FROM boiler
WHERE (fuel = 'coal' AND in_use) IS NOT FALSE
