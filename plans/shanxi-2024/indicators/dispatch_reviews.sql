-- zh: 省生态环境厅近12个月调度评估次数
-- en: reviews by the provincial department in twelve months
-- unit: 次
-- kind: registered
SELECT region, key,
       CASE WHEN held_on > $as_of - INTERVAL '1 year' AND held_on <= $as_of THEN 1
            WHEN NOT (held_on > $as_of - INTERVAL '1 year' AND held_on <= $as_of) THEN 0 END AS part
FROM dispatch_review
