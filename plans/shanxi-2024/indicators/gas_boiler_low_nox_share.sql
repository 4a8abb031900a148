-- zh: 在用燃气锅炉稳定达到低氮排放要求的比例
-- en: share of the gas boilers in use that stably meet low-NOx emission
-- unit: %
-- kind: registered
SELECT region, key,
       CASE WHEN fuel = 'gas' AND in_use AND nox_hours_met_percent >= $stable_compliance THEN 1
            WHEN fuel = 'gas' AND in_use AND nox_hours_met_percent < $stable_compliance THEN 0 END AS part,
       1 AS whole
FROM boiler
WHERE (fuel = 'gas' AND in_use) IS NOT FALSE
