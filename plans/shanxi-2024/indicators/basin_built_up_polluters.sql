-- zh: 太原盆地建成区内应搬迁退出的重污染企业数
-- en: heavily polluting enterprises still in the built-up areas of the Taiyuan basin
-- unit: 家
-- kind: registered
SELECT region, key, CASE outcome WHEN 'listed' THEN 1 END AS part
FROM hit
WHERE rule = 'B097' AND outcome IN ('listed', 'undetermined')
