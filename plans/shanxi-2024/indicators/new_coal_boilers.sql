-- zh: 方案印发后投用的除集中供暖外的燃煤锅炉台数
-- en: coal boilers other than for central heating first used after the plan was issued
-- unit: 台
-- kind: registered
SELECT region, key,
       CASE WHEN fuel = 'coal' AND purpose <> 'central_heating' AND commissioned_on >= DATE '2024-03-22' THEN 1
            WHEN NOT (fuel = 'coal' AND purpose <> 'central_heating' AND commissioned_on >= DATE '2024-03-22') THEN 0 END AS part
FROM boiler
