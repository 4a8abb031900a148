-- zh: 房屋建筑和市政工程低(无)VOCs含量涂料和胶粘剂用量占比
-- en: share by mass of coatings and adhesives with low or no VOCs in buildings and municipal works
-- unit: %
-- kind: registered
SELECT region, key,
       CASE WHEN site_kind IS NULL THEN NULL WHEN low_voc THEN material_t WHEN NOT low_voc THEN 0 END AS part,
       CASE WHEN site_kind IS NOT NULL THEN material_t END AS whole
FROM coating_work
WHERE site_kind IN ('building', 'municipal') OR site_kind IS NULL
