-- zh: 新建矿山同步建设铁路专用线或采用其他清洁运输方式的比例
-- en: share of new mines with a rail siding built in step or another clean way of transport
-- unit: %
-- kind: registered
SELECT region, key, CASE outcome WHEN 'satisfied' THEN 1 WHEN 'lacking' THEN 0 END AS part, 1 AS whole
FROM hit
WHERE rule = 'B074' AND outcome IN ('satisfied', 'lacking', 'undetermined')
