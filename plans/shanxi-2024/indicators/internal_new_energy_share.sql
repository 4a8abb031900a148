-- zh: 铁路货场、物流园区、机场、工矿企业内部作业车辆和机械新能源占比
-- en: share of new energy among vehicles and machines inside rail yards, logistics parks, airports, factories and mines
-- unit: %
-- kind: registered
SELECT region, key,
       CASE WHEN in_use AND work_site IN ('rail_yard', 'logistics_park', 'airport', 'factory_mine') AND new_energy THEN coalesce(quantity, 1)
            WHEN in_use AND work_site IN ('rail_yard', 'logistics_park', 'airport', 'factory_mine') AND NOT new_energy THEN 0 END AS part,
       coalesce(quantity, 1) AS whole
FROM nonroad_machine
WHERE (in_use AND work_site IN ('rail_yard', 'logistics_park', 'airport', 'factory_mine')) IS NOT FALSE
