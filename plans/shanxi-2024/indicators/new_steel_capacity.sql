-- zh: 已批准项目净新增的钢铁产能
-- en: net steel capacity added by approved projects
-- unit: t/a
-- kind: registered
SELECT project.region, project.key,
       CASE WHEN hit.outcome = 'prohibited' AND project.approved
            THEN project.added_capacity_t_a - project.replaced_capacity_t_a END AS part
FROM hit JOIN project ON project.key = hit.key
WHERE hit.rule = 'B012' AND hit.outcome IN ('prohibited', 'undetermined')
  AND (project.approved OR project.approved IS NULL)
