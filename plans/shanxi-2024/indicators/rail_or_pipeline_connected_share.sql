-- zh: 新建及迁建大宗货物年运量150万吨以上的物流园区、工矿企业和储煤基地接入铁路专用线或管道的比例
-- en: share of new and relocated logistics parks, factories, mines and coal bases of 1.5 million t/a and more that connect to a rail siding or a pipeline
-- unit: %
-- kind: registered
SELECT region, key, CASE outcome WHEN 'satisfied' THEN 1 WHEN 'lacking' THEN 0 END AS part, 1 AS whole
FROM hit
WHERE rule = 'B052' AND outcome IN ('satisfied', 'lacking', 'undetermined')
