-- zh: 在建、拟建焦化项目达到能效标杆水平和环保深度治理要求的比例
-- en: share of coking projects planned or under construction that meet the benchmark level and deep treatment
-- unit: %
-- kind: registered
SELECT region, key, CASE outcome WHEN 'satisfied' THEN 1 WHEN 'lacking' THEN 0 END AS part, 1 AS whole
FROM hit
WHERE rule = 'B007' AND outcome IN ('satisfied', 'lacking', 'undetermined')
