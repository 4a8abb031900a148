-- zh: 在用的固定床间歇式煤气发生炉台数
-- en: fixed-bed intermittent coal gas generators in use
-- unit: 台
-- kind: registered
SELECT region, key, CASE WHEN outcome = 'retire' THEN 1 END AS part
FROM hit
WHERE rule = 'B045' AND outcome IN ('retire', 'undetermined')
