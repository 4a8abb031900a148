-- zh: 城市大型干散货码头物料堆场完成抑尘设施建设和物料输送系统封闭改造的比例
-- en: share of the yards of large dry bulk docks in cities with dust suppression and closed conveyors
-- unit: %
-- kind: registered
SELECT region, key,
       CASE WHEN urban AND large_dry_bulk_dock AND suppression_built AND conveying_enclosed THEN 1
            WHEN urban AND large_dry_bulk_dock AND NOT (suppression_built AND conveying_enclosed) THEN 0 END AS part,
       1 AS whole
FROM storage_yard
WHERE (urban AND large_dry_bulk_dock) IS NOT FALSE
