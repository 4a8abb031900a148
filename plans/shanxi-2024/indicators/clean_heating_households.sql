-- zh: 已完成清洁取暖改造户数
-- en: households converted to clean heating
-- unit: 户
-- kind: registered
SELECT region, key, converted_households AS part
FROM heating_area
