-- zh: 重污染天气预警提示信息及时发布的比例
-- en: share of the warnings of heavy pollution that were published in time
-- unit: %
-- kind: registered
SELECT region, key,
       CASE WHEN notice_in_time THEN 1 WHEN NOT notice_in_time THEN 0 END AS part,
       1 AS whole
FROM heavy_pollution_warning
