-- zh: 2025年煤炭主产区大型工矿企业中长距离运输的煤炭和焦炭中铁路运输比例(按货运量)
-- en: share by mass of rail in the coal and coke that large factories and mines in the main coal areas moved over medium and long distances in 2025
-- unit: %
-- kind: registered
SELECT h.region, h.key,
       CASE WHEN f.cargo IS NULL OR f.main_coal_area_shipper IS NULL OR f.moved_on IS NULL THEN NULL
            WHEN h.outcome = 'satisfied' THEN f.mass_t
            WHEN h.outcome = 'lacking' THEN 0 END AS part,
       CASE WHEN f.cargo IS NOT NULL AND f.main_coal_area_shipper IS NOT NULL AND f.moved_on IS NOT NULL
            THEN f.mass_t END AS whole
FROM hit h JOIN freight_flow f ON f.key = h.key
WHERE h.rule = 'B049' AND h.outcome IN ('satisfied', 'lacking', 'undetermined')
  AND (f.cargo IN ('coal', 'coke') OR f.cargo IS NULL)
  AND (f.main_coal_area_shipper OR f.main_coal_area_shipper IS NULL)
  AND ((f.moved_on >= DATE '2025-01-01' AND f.moved_on < DATE '2026-01-01') OR f.moved_on IS NULL)
