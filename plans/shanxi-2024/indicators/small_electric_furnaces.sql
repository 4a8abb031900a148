-- zh: 100吨以下电炉(合金钢50吨)座数
-- en: electric furnaces below 100 t (alloy steel 50 t)
-- unit: 座
-- kind: registered
SELECT region, key, CASE WHEN outcome = 'retire' THEN 1 END AS part
FROM hit
WHERE rule = 'B016' AND outcome IN ('retire', 'undetermined')
