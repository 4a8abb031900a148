-- zh: 弄虚作假行为纳入信用记录并公布的比例
-- en: share of the falsifications that are in the credit record and published
-- unit: %
-- kind: registered
SELECT region, key,
       CASE outcome WHEN 'satisfied' THEN 1 WHEN 'lacking' THEN 0 END AS part,
       1 AS whole
FROM hit
WHERE rule = 'B128' AND outcome <> 'not_applicable'
