-- zh: 环境执法信息和超标超量排污单位名单按期公布的比例
-- en: share of the due publications of enforcement and of excess dischargers that were made
-- unit: %
-- kind: registered
SELECT region, key,
       CASE WHEN due_on <= $as_of AND published THEN 1
            WHEN due_on <= $as_of AND NOT published THEN 0 END AS part,
       1 AS whole
FROM disclosure
WHERE kind IN ('enforcement_information', 'excess_list') AND (due_on <= $as_of OR due_on IS NULL)
