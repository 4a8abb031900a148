# 追溯的用词。

explain-title = { $site }（{ $code }），{ $period }
evaluation = 评价
single-of-mean = 单项指数 = 平均值 ÷ 限值
single-of-percentile = 单项指数 = 百分位数 ÷ 限值
percentile-of = 第 { $rank } 百分位数
days = 逐日
days-of = { $expected } 天中有效 { $valid } 天
days-deducted = 扣除的沙尘日
values-of = （{ $expected } 个中有效 { $valid } 个）
rule-days = { $edition }：日均值至少个数
