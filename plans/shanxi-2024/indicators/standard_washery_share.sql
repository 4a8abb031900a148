-- zh: 洗选企业标准化管理达标比例
-- en: share of coal washeries that meet the standard of management
-- unit: %
-- kind: registered
SELECT region, key,
       CASE WHEN retired IS NULL THEN NULL WHEN standard_met THEN 1 WHEN NOT standard_met THEN 0 END AS part,
       CASE WHEN retired IS NOT NULL THEN 1 END AS whole
FROM coal_washery
WHERE NOT retired OR retired IS NULL
