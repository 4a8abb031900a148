-- zh: 太原盆地获批的新增独立焦化项目数
-- en: new independent coking projects approved in the Taiyuan basin
-- unit: 个
-- kind: registered
SELECT h.region, h.key,
       CASE WHEN h.outcome = 'prohibited' AND p.approved THEN 1
            WHEN NOT p.approved THEN 0 END AS part
FROM hit h JOIN project p ON p.key = h.key
WHERE h.rule = 'B096' AND h.outcome IN ('prohibited', 'undetermined')
