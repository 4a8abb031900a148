-- zh: 重点排污单位环保信息公开率
-- en: share of the key dischargers that publish their environmental information
-- unit: %
-- kind: registered
SELECT region, key,
       CASE outcome WHEN 'satisfied' THEN 1 WHEN 'lacking' THEN 0 END AS part,
       1 AS whole
FROM hit
WHERE rule = 'B129' AND outcome <> 'not_applicable'
