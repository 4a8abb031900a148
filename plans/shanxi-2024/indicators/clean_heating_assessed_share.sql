-- zh: 现有清洁取暖改造运行情况评估覆盖率(按户数)
-- en: share of the converted households whose clean heating was assessed in operation
-- unit: %
-- kind: registered
SELECT region, key,
       CASE WHEN operation_assessed THEN converted_households WHEN NOT operation_assessed THEN 0 END AS part,
       converted_households AS whole
FROM heating_area
WHERE converted_households > 0 OR converted_households IS NULL
