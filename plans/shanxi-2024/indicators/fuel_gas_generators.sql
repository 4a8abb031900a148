-- zh: 在用的燃料类煤气发生炉台数
-- en: fuel-type coal gas generators in use
-- unit: 台
-- kind: registered
SELECT region, key,
       CASE WHEN gas_use = 'fuel' AND in_use THEN 1
            WHEN NOT (gas_use = 'fuel' AND in_use) THEN 0 END AS part
FROM gas_generator
