-- zh: 重点县(市、区)已下达当年空气质量改善目标的比例
-- en: share of the key counties that have been assigned their target of the year
-- unit: %
-- kind: registered
SELECT region, key,
       CASE WHEN (level = 'county' AND key_county AND assessment_year = date_part('year', $as_of)) IS NULL THEN NULL
            WHEN goal_assigned THEN 1
            WHEN NOT goal_assigned THEN 0 END AS part,
       1 AS whole
FROM assessment
WHERE (level = 'county' AND key_county AND assessment_year = date_part('year', $as_of)) IS NOT FALSE
