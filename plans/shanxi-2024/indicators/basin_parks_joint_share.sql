-- zh: 五县(市)工业园区一体推进环境污染综合治理的比例
-- en: share of the parks of the five counties in the joint treatment
-- unit: %
-- kind: registered
SELECT region, key,
       CASE outcome WHEN 'satisfied' THEN 1 WHEN 'lacking' THEN 0 END AS part,
       1 AS whole
FROM hit
WHERE rule = 'B103' AND outcome <> 'not_applicable'
