-- zh: 钢铁企业完成超低排放评估监测的比例
-- en: share of steel enterprises with a complete ultra-low emission assessment
-- unit: %
-- kind: registered
SELECT region, key,
       CASE WHEN industry = 'steel' AND NOT closed AND ule_result = 'full' THEN 1
            WHEN industry = 'steel' AND NOT closed AND ule_result <> 'full' THEN 0 END AS part,
       1 AS whole
FROM facility
WHERE (industry = 'steel' AND NOT closed) IS NOT FALSE
