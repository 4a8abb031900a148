-- zh: 独立焦化、烧结、球团和热轧企业家数
-- en: independent coking, sintering, pelletizing and hot-rolling enterprises
-- unit: 家
-- kind: registered
SELECT region, key, CASE WHEN outcome = 'listed' THEN 1 END AS part
FROM hit
WHERE rule = 'B013' AND outcome IN ('listed', 'undetermined')
