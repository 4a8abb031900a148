-- zh: 近12个月秸秆焚烧火点经核实属实的比例
-- en: share of the reported straw fires of twelve months that were found true
-- unit: %
-- kind: registered
SELECT region, key,
       CASE WHEN found_on <= $as_of AND confirmed THEN 1
            WHEN found_on <= $as_of AND NOT confirmed THEN 0 END AS part,
       1 AS whole
FROM straw_fire_point
WHERE (found_on > $as_of - INTERVAL '1 year' AND found_on <= $as_of) IS NOT FALSE
