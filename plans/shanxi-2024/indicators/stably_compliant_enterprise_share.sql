-- zh: 全部排放口稳定达标的工业企业比例
-- en: share of industrial enterprises all of whose outlets stably keep to their limits
-- unit: %
-- kind: registered
SELECT min(h.region) AS region, coalesce(o.facility_key, o.key) AS key,
       CASE WHEN max(CASE WHEN h.outcome = 'lacking' THEN 1 ELSE 0 END) = 1 THEN 0
            WHEN max(CASE WHEN h.outcome = 'undetermined' THEN 1 ELSE 0 END) = 1 THEN NULL
            ELSE 1 END AS part,
       1 AS whole
FROM hit h JOIN outlet o ON o.key = h.key
WHERE h.rule = 'B091' AND h.outcome <> 'not_applicable'
GROUP BY coalesce(o.facility_key, o.key)
