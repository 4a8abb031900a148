-- zh: 近12个月中城市空气质量排名和改善奖惩情况均已公布的月数
-- en: months of the past twelve with both the ranking and the rewards and penalties published
-- unit: 月
-- kind: registered
SELECT min(region) AS region, about_month AS key,
       max(CASE WHEN kind = 'monthly_ranking' AND published THEN 1
                WHEN kind = 'monthly_ranking' AND NOT published THEN 0 END)
       * max(CASE WHEN kind = 'monthly_reward' AND published THEN 1
                  WHEN kind = 'monthly_reward' AND NOT published THEN 0 END) AS part
FROM disclosure
WHERE kind IN ('monthly_ranking', 'monthly_reward') AND region = '140000'
  AND due_on > $as_of - INTERVAL '1 year' AND due_on <= $as_of
GROUP BY about_month
