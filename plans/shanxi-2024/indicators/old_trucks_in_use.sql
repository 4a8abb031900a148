-- zh: 在用国四及以下排放标准柴油货车和采用稀薄燃烧技术的燃气货车数
-- en: diesel trucks of stage IV and below and lean-burn gas trucks in use
-- unit: 辆
-- kind: registered
SELECT h.region, h.key, CASE WHEN h.outcome = 'listed' THEN coalesce(v.quantity, 1) END AS part
FROM hit h JOIN vehicle v ON v.key = h.key
WHERE h.rule = 'B058' AND h.outcome IN ('listed', 'undetermined')
