-- zh: 公共领域车辆新能源及清洁能源占比
-- en: share of new and clean energy among public-sector vehicles
-- unit: %
-- kind: registered
SELECT region, key,
       CASE WHEN counted AND energy IN ('electric', 'hydrogen', 'methanol') THEN quantity
            WHEN counted AND energy NOT IN ('electric', 'hydrogen', 'methanol') THEN 0 END AS part,
       quantity AS whole
FROM (
  SELECT region, key, energy, coalesce(quantity, 1) AS quantity,
         in_use AND public_use IN ('bus', 'taxi', 'sanitation', 'express', 'logistics', 'escort', 'muck', 'other_public') AS counted
  FROM vehicle
) v
WHERE counted IS NOT FALSE
