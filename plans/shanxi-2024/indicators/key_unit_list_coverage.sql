-- zh: 符合条件的企业列入大气环境重点排污单位名录的比例
-- en: share of the enterprises meeting the criteria that are on the list of key dischargers
-- unit: %
-- kind: registered
SELECT region, key,
       CASE outcome WHEN 'satisfied' THEN 1 WHEN 'lacking' THEN 0 END AS part,
       1 AS whole
FROM hit
WHERE rule = 'B113' AND outcome <> 'not_applicable'
