-- zh: 重点时段没有专项巡查的含农田网格数(近12个月)
-- en: cells with farmland that were not patrolled in a key period of the last twelve months
-- unit: 个
-- kind: registered
SELECT region, key, CASE outcome WHEN 'lacking' THEN 1 WHEN 'satisfied' THEN 0 END AS part
FROM hit
WHERE rule = 'B077' AND outcome <> 'not_applicable'
