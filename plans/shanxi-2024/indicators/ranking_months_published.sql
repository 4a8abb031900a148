-- zh: 近12个月中城市空气质量排名和改善奖惩情况均已公布的月数
-- en: months of the past twelve with both the ranking and the rewards and penalties published
-- unit: 月
-- kind: registered
SELECT min(region) AS region, about_month AS key,
       CASE WHEN max(CASE WHEN kind = 'monthly_ranking' THEN CAST(published AS INTEGER) END) = 0
              OR max(CASE WHEN kind = 'monthly_reward' THEN CAST(published AS INTEGER) END) = 0 THEN 0
            WHEN count(due_on) < count(*) THEN NULL
            ELSE max(CASE WHEN kind = 'monthly_ranking' THEN CAST(published AS INTEGER) END)
               * max(CASE WHEN kind = 'monthly_reward' THEN CAST(published AS INTEGER) END) END AS part
FROM disclosure
WHERE kind IN ('monthly_ranking', 'monthly_reward') AND region = '140000'
GROUP BY about_month
-- a month counts from the day on which the later of its two publications is due
HAVING (max(due_on) > $as_of - INTERVAL '1 year' AND max(due_on) <= $as_of) IS NOT FALSE
