-- zh: 近12个月货车、非道路移动机械油箱中柴油抽测次数
-- en: diesel samples from the tanks of trucks and non-road machines in twelve months
-- unit: 次
-- kind: registered
SELECT region, key,
       CASE WHEN sampled_from IN ('truck_tank', 'machine_tank') AND fuel = 'diesel' AND sampled_on > $as_of - INTERVAL '1 year' AND sampled_on <= $as_of THEN 1
            WHEN NOT (sampled_from IN ('truck_tank', 'machine_tank') AND fuel = 'diesel' AND sampled_on > $as_of - INTERVAL '1 year' AND sampled_on <= $as_of) THEN 0 END AS part
FROM fuel_sample
