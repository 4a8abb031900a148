-- zh: 完成适货化改造的铁路场站数
-- en: rail yards adapted to freight
-- unit: 处
-- kind: registered
SELECT region, key,
       CASE WHEN NOT done OR done_on > $as_of THEN 0 WHEN kind IS NOT NULL AND done AND done_on <= $as_of THEN 1 END AS part
FROM rail_facility
WHERE kind = 'rail_yard' OR kind IS NULL
