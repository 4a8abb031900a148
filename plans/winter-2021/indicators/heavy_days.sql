-- zh: 重度及以上污染天数
-- en: days of heavy pollution or worse
-- unit: 天
-- kind: measured
SELECT region, value, valid, expected, complete FROM evaluation WHERE item = 'heavy_days'
