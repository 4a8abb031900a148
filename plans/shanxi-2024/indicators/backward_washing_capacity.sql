-- zh: 落后煤炭洗选产能
-- en: backward coal washing capacity
-- unit: t/a
-- kind: registered
SELECT region, key, CASE WHEN backward AND NOT retired THEN capacity_t_a END AS part
FROM coal_washery
WHERE (NOT retired OR retired IS NULL) AND (backward OR backward IS NULL)
