-- zh: 玻璃、石灰、矿棉、有色等行业完成深度治理的企业数
-- en: enterprises of glass, lime, mineral wool, non-ferrous metals and the like with deep treatment done
-- unit: 家
-- kind: registered
SELECT region, key,
       CASE WHEN (industry IN ('glass', 'lime', 'mineral_wool', 'nonferrous', 'magnesium') OR deep_treatment_listed) AND NOT closed AND deep_treatment_done THEN 1
            WHEN NOT ((industry IN ('glass', 'lime', 'mineral_wool', 'nonferrous', 'magnesium') OR deep_treatment_listed) AND NOT closed AND deep_treatment_done) THEN 0 END AS part
FROM facility
