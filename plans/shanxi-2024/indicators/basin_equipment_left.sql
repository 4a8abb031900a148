-- zh: 太原盆地应淘汰退出而未退出的六类装备台数
-- en: equipment of the six kinds left in the Taiyuan basin
-- unit: 台
-- kind: registered
SELECT region, key, CASE outcome WHEN 'retire' THEN 1 END AS part
FROM hit
WHERE rule = 'B098' AND outcome IN ('retire', 'undetermined')
