-- zh: 绩效等级A级、B级(含B+级)企业数
-- en: enterprises of performance grade A or B (B+ too)
-- unit: 家
-- kind: registered
SELECT region, key,
       CASE WHEN key_industry AND NOT closed AND performance_grade IN ('a', 'b_plus', 'b') THEN 1
            WHEN NOT (key_industry AND NOT closed AND performance_grade IN ('a', 'b_plus', 'b')) THEN 0 END AS part
FROM facility
