-- zh: 市、县人民政府制定本地实施方案的比例
-- en: share of the city and county governments that have made their own plan
-- unit: %
-- kind: registered
SELECT region, key,
       CASE WHEN made AND goals_clear AND measures_detailed THEN 1
            WHEN NOT (made AND goals_clear AND measures_detailed) THEN 0 END AS part,
       1 AS whole
FROM local_plan
