-- zh: 在用小型生物质锅炉台数
-- en: small biomass boilers in use
-- unit: 台
-- kind: registered
SELECT region, key,
       CASE WHEN fuel = 'biomass' AND in_use AND small_biomass THEN 1
            WHEN NOT (fuel = 'biomass' AND in_use AND small_biomass) THEN 0 END AS part
FROM boiler
