-- zh: 房屋建筑和市政工程低(无)VOCs含量涂料和胶粘剂用量占比
-- en: share by mass of coatings and adhesives with low or no VOCs in buildings and municipal works
-- unit: %
-- kind: registered
SELECT region, key,
       CASE WHEN low_voc THEN material_t WHEN NOT low_voc THEN 0 END AS part,
       material_t AS whole
FROM coating_work
WHERE site_kind IN ('building', 'municipal')
