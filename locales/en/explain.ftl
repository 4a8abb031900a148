# Words of a trace.

explain-title = { $site } ({ $code }), { $period }
evaluation = evaluation
single-of-mean = single index = mean ÷ limit
single-of-percentile = single index = percentile ÷ limit
percentile-of = percentile { $rank }
days = days
days-of = { $valid } of { $expected } days valid
days-deducted = sand-dust days deducted
values-of = {" "}({ $valid } of { $expected } valid)
rule-days = { $edition }: daily values needed, at least
