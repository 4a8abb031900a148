-- zh: 在用国四及以下排放标准柴油货车和采用稀薄燃烧技术的燃气货车数
-- en: diesel trucks of stage IV and below and lean-burn gas trucks in use
-- unit: 辆
-- kind: registered
SELECT region, key, CASE WHEN outcome = 'listed' THEN 1 END AS part
FROM hit
WHERE rule = 'B058' AND outcome IN ('listed', 'undetermined')
