-- zh: 已纳入规划的重点铁路专用线和联运转运衔接设施建成数
-- en: planned key rail sidings and transfer facilities that are built
-- unit: 处
-- kind: registered
SELECT region, key,
       CASE WHEN NOT done OR done_on > $as_of THEN 0
            WHEN kind IS NOT NULL AND in_plan AND done AND done_on <= $as_of THEN 1 END AS part
FROM rail_facility
WHERE (kind IN ('siding', 'transfer_facility') OR kind IS NULL) AND (in_plan OR in_plan IS NULL)
