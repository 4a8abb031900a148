-- zh: 整体完成清洁取暖改造的地区划定为禁燃区和“禁煤区”的比例
-- en: share of the areas converted as a whole that are designated without polluting fuels and without coal
-- unit: %
-- kind: registered
SELECT h.region, h.key,
       CASE WHEN h.outcome = 'undetermined' AND (a.households IS NULL OR a.converted_households IS NULL) THEN NULL
            WHEN a.polluting_fuel_ban AND a.coal_ban THEN 1
            WHEN NOT (a.polluting_fuel_ban AND a.coal_ban) THEN 0 END AS part,
       1 AS whole
FROM hit h JOIN heating_area a ON a.key = h.key
WHERE h.rule = 'B047' AND h.outcome <> 'not_applicable'
