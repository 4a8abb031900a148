-- zh: 汾河谷地煤化工类工业园区完成突出环境问题排查整治的比例
-- en: share of the coal-chemical parks of the Fen valley checked and put right
-- unit: %
-- kind: registered
SELECT region, key,
       CASE outcome WHEN 'satisfied' THEN 1 WHEN 'lacking' THEN 0 END AS part,
       1 AS whole
FROM hit
WHERE rule = 'B078' AND outcome <> 'not_applicable'
