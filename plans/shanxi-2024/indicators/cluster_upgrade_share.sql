-- zh: 特色产业集群企业完成淘汰关停或升级改造的比例
-- en: share of the enterprises of named clusters that are closed or upgraded
-- unit: %
-- kind: registered
SELECT h.region, h.key,
       CASE WHEN e.region IS NULL OR e.cluster_industry IS NULL THEN NULL
            WHEN e.upgrade_done THEN 1
            WHEN NOT e.upgrade_done THEN 0 END AS part,
       CASE WHEN e.region IS NOT NULL AND e.cluster_industry IS NOT NULL THEN 1 END AS whole
FROM hit h JOIN cluster_enterprise e ON e.key = h.key
WHERE h.rule = 'B022' AND h.outcome <> 'not_applicable'
