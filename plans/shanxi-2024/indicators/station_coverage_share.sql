-- zh: 汾河谷地乡镇、工业园区等有空气质量监测站点的比例
-- en: share of the townships and parks of the Fen valley with an air quality station
-- unit: %
-- kind: registered
SELECT region, key,
       CASE outcome WHEN 'satisfied' THEN 1 WHEN 'lacking' THEN 0 END AS part,
       1 AS whole
FROM hit
WHERE rule = 'B114' AND outcome <> 'not_applicable'
