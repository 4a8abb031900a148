-- zh: 方案印发后新增的自备燃煤机组台数
-- en: captive coal-fired units commissioned after the plan was issued
-- unit: 台
-- kind: registered
SELECT region, key,
       CASE WHEN self_owned AND fuel IN ('coal', 'gangue') AND commissioned_on >= DATE '2024-03-22' THEN 1
            WHEN NOT (self_owned AND fuel IN ('coal', 'gangue') AND commissioned_on >= DATE '2024-03-22') THEN 0 END AS part
FROM power_unit
