-- zh: 绩效等级A级、B级企业数
-- en: enterprises of performance grade A or B
-- unit: 家
-- kind: registered
SELECT region, key,
       CASE WHEN key_industry AND NOT closed AND performance_grade IN ('a', 'b') THEN 1
            WHEN NOT (key_industry AND NOT closed AND performance_grade IN ('a', 'b')) THEN 0 END AS part
FROM facility
