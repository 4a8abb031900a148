-- zh: 化工企业规范开展泄漏检测与修复的比例
-- en: share of chemical enterprises with leak detection and repair to the rules
-- unit: %
-- kind: registered
SELECT region, key,
       CASE outcome WHEN 'satisfied' THEN 1 WHEN 'lacking' THEN 0 END AS part,
       1 AS whole
FROM hit
WHERE rule = 'B082' AND outcome <> 'not_applicable'
