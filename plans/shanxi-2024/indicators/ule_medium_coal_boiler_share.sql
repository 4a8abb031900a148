-- zh: 35蒸吨/小时以上、65蒸吨/小时以下在用燃煤锅炉完成超低排放改造的比例
-- en: share of the coal boilers in use between 35 and 65 t/h converted to ultra-low emission
-- unit: %
-- kind: registered
SELECT region, key,
       CASE outcome WHEN 'satisfied' THEN 1 WHEN 'lacking' THEN 0 END AS part,
       1 AS whole
FROM hit
WHERE rule = 'B086' AND outcome <> 'not_applicable'
