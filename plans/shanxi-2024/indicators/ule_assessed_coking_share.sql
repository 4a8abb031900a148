-- zh: 焦化企业完成超低排放评估监测的比例
-- en: share of coking enterprises with a complete ultra-low emission assessment
-- unit: %
-- kind: registered
SELECT region, key,
       CASE WHEN industry = 'coking' AND NOT closed AND ule_result = 'full' THEN 1
            WHEN industry = 'coking' AND NOT closed AND ule_result <> 'full' THEN 0 END AS part,
       1 AS whole
FROM facility
WHERE (industry = 'coking' AND NOT closed) IS NOT FALSE
