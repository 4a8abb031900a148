-- zh: 168城市环境空气质量综合指数排名(由好到差)
-- en: rank by composite index among the 168 cities, best to worst
-- unit: 位
-- kind: measured
SELECT region, value, valid, expected, complete FROM evaluation WHERE item = 'rank168'
