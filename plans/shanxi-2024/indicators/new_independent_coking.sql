-- zh: 太原盆地获批的新增独立焦化项目数(方案印发前已投产的不计)
-- en: new independent coking projects approved in the Taiyuan basin, without those in operation before the plan was issued
-- unit: 个
-- kind: registered
SELECT h.region, h.key,
       CASE WHEN NOT p.approved OR p.commissioned_on < DATE '2024-03-22' THEN 0
            WHEN h.outcome = 'prohibited' AND p.approved
                 AND (p.commissioned_on >= DATE '2024-03-22' OR p.status IN ('planned', 'building', 'commissioning')) THEN 1 END AS part
FROM hit h JOIN project p ON p.key = h.key
WHERE h.rule = 'B096' AND h.outcome IN ('prohibited', 'undetermined')
