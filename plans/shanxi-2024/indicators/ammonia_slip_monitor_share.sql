-- zh: 重点企业烟气脱硫脱硝设施安装氨逃逸监测设备并联网的比例
-- en: share of the flue gas units of key enterprises with connected ammonia slip monitors
-- unit: %
-- kind: registered
SELECT region, key,
       CASE outcome WHEN 'satisfied' THEN 1 WHEN 'lacking' THEN 0 END AS part,
       1 AS whole
FROM hit
WHERE rule = 'B095' AND outcome <> 'not_applicable'
