-- zh: 投诉集中的工业园区、重点企业安装运行在线监测系统的比例
-- en: share of the parks and key enterprises with many complaints that run online monitoring
-- unit: %
-- kind: registered
SELECT region, key,
       CASE outcome WHEN 'satisfied' THEN 1 WHEN 'lacking' THEN 0 END AS part,
       1 AS whole
FROM hit
WHERE rule = 'B093' AND outcome <> 'not_applicable'
