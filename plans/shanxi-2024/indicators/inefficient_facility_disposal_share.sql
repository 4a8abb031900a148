-- zh: 锅炉和工业炉窑治理设施完成排查且简易低效的已分类处置的比例
-- en: share of the treatment facilities of boilers and kilns checked and, where simple and inefficient, disposed of
-- unit: %
-- kind: registered
SELECT f.region, f.key,
       CASE WHEN f.serves IN ('boiler', 'kiln') AND NOT f.screened THEN 0
            WHEN f.serves IN ('boiler', 'kiln') AND f.screened AND h.outcome IN ('not_applicable', 'satisfied') THEN 1
            WHEN f.serves IN ('boiler', 'kiln') AND f.screened AND h.outcome = 'lacking' THEN 0 END AS part,
       1 AS whole
FROM treatment_facility f JOIN hit h ON h.rule = 'B089' AND h.key = f.key
WHERE (f.serves IN ('boiler', 'kiln')) IS NOT FALSE
