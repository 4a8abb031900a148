-- zh: 省市县三级重污染天气应急预案完善的比例
-- en: share of the province, cities and counties with a complete emergency plan
-- unit: %
-- kind: registered
SELECT region, key,
       CASE WHEN in_force AND duties_assigned AND procedure_set THEN 1
            WHEN NOT (in_force AND duties_assigned AND procedure_set) THEN 0 END AS part,
       1 AS whole
FROM emergency_plan
