-- zh: 政府采购的涂料、油墨、胶粘剂、清洗剂中低(无)VOCs含量产品的比例(按采购批次)
-- en: share of the government's purchases of coatings, inks, adhesives and cleaners with low or no VOCs, by purchase
-- unit: %
-- kind: registered
SELECT region, key,
       CASE outcome WHEN 'satisfied' THEN 1 WHEN 'lacking' THEN 0 END AS part,
       1 AS whole
FROM hit
WHERE rule = 'B131' AND outcome <> 'not_applicable'
