-- zh: 应急减排清单对涉气企业的覆盖率
-- en: share of the enterprises with emissions to air on the emergency list
-- unit: %
-- kind: registered
SELECT region, key,
       CASE outcome WHEN 'satisfied' THEN 1 WHEN 'lacking' THEN 0 END AS part,
       1 AS whole
FROM hit
WHERE rule = 'B110' AND outcome <> 'not_applicable'
