-- zh: 先进燃煤机组占比(按装机容量)
-- en: share of advanced coal units by capacity
-- unit: %
-- kind: registered
SELECT region, key,
       CASE WHEN retired IS NULL OR fuel IS NULL THEN NULL
            WHEN advanced THEN power_mw
            WHEN NOT advanced THEN 0 END AS part,
       CASE WHEN retired IS NOT NULL AND fuel IS NOT NULL THEN power_mw END AS whole
FROM power_unit
WHERE (fuel IN ('coal', 'gangue') OR fuel IS NULL) AND (NOT retired OR retired IS NULL)
