-- zh: 生猪、鸡等圈舍封闭管理的比例
-- en: share of the houses for pigs, hens and the like that are closed
-- unit: %
-- kind: registered
SELECT region, key,
       CASE WHEN species IN ('pig', 'chicken', 'other_named') AND enclosed THEN 1
            WHEN species IN ('pig', 'chicken', 'other_named') AND NOT enclosed THEN 0 END AS part,
       1 AS whole
FROM livestock_house
WHERE (species IN ('pig', 'chicken', 'other_named')) IS NOT FALSE
