-- zh: 支撑性、调节性煤电项目装机容量(在建、申请投产和已投产)
-- en: capacity of supporting and regulating coal power projects under construction or in operation
-- unit: MW
-- kind: registered
SELECT region, key,
       CASE WHEN supporting_or_regulating AND status IS NOT NULL THEN power_mw END AS part
FROM project
WHERE industry = 'coal_power'
  AND (supporting_or_regulating OR supporting_or_regulating IS NULL)
  AND (status IN ('building', 'commissioning', 'operating') OR status IS NULL)
