-- zh: 使用高污染燃料的在用工业炉窑座数
-- en: industrial furnaces and kilns in use that burn highly polluting fuels
-- unit: 座
-- kind: registered
SELECT region, key,
       CASE WHEN in_use AND fuel IN ('coal', 'petroleum_coke', 'coke', 'semi_coke', 'heavy_oil') THEN 1
            WHEN NOT (in_use AND fuel IN ('coal', 'petroleum_coke', 'coke', 'semi_coke', 'heavy_oil')) THEN 0 END AS part
FROM kiln
