-- zh: 方案印发后投用的燃料类煤气发生炉台数
-- en: fuel-type coal gas generators first used after the plan was issued
-- unit: 台
-- kind: registered
SELECT region, key,
       CASE WHEN gas_use = 'fuel' AND commissioned_on >= DATE '2024-03-22' THEN 1
            WHEN NOT (gas_use = 'fuel' AND commissioned_on >= DATE '2024-03-22') THEN 0 END AS part
FROM gas_generator
