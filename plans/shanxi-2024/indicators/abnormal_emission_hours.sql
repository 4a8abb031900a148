-- zh: 近12个月治污设施非正常工况排放时长
-- en: hours of emission under abnormal conditions in twelve months
-- unit: h
-- kind: registered
SELECT region, key,
       CASE WHEN started_on > $as_of - INTERVAL '1 year' AND started_on <= $as_of THEN duration_h
            WHEN NOT (started_on > $as_of - INTERVAL '1 year' AND started_on <= $as_of) THEN 0 END AS part
FROM abnormal_operation
