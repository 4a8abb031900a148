"""IAQI vectors for both editions with Fractions; cross-check with aqi-hub. No input data."""
from common import *
import random, math, warnings
from fractions import Fraction as F
from decimal import Decimal, ROUND_HALF_EVEN
from aqi_hub.aqi_cn.aqi import cal_iaqi_cn
from aqi_hub.aqi_cn.common import breakpoints as hub_bp


def iaqi(series, bp, c, edition):
    if c > bp[-1]:
        if series == "SO2_1h": return None if edition == "2012" else 200
        if series == "O3_8h": return None if edition == "2012" else 300
        return 500
    for k in range(1, len(bp)):
        if c <= bp[k]:
            x = F(IAQI_LEVELS[k] - IAQI_LEVELS[k - 1], bp[k] - bp[k - 1]) * (c - bp[k - 1]) + IAQI_LEVELS[k - 1]
            return math.ceil(x)


rng = random.Random(633)
HUB = {"PM25_24h": "PM25_24H", "PM10_24h": "PM10_24H", "SO2_24h": "SO2_24H", "SO2_1h": "SO2_1H", "NO2_24h": "NO2_24H",
       "NO2_1h": "NO2_1H", "CO_24h": "CO_24H", "CO_1h": "CO_1H", "O3_8h": "O3_8H", "O3_1h": "O3_1H"}
out, dis, ndis, nhub, tabdiff = [], {}, 0, 0, []
for s in HUB:
    mine = [(a, b) for a, b in zip(BP2026[s], BP2026[s][1:])]
    hub = [(a, b) for a, b, *_ in hub_bp[HUB[s]]]
    if mine != hub: tabdiff.append((s, "standards.md", BP2026[s], "aqi-hub", [hub[0][0]] + [b for _, b in hub]))
    co = s.startswith("CO")
    step = Decimal("0.1") if co else Decimal(1)
    top = max(BP2012[s][-1], BP2026[s][-1])
    pts = set()
    for b in set(BP2012[s]) | set(BP2026[s]):
        for k in (-1, 0, 1):
            if b + k * step >= 0: pts.add(b + k * step)
    pts |= {Decimal(1) * step, top + 100 * step, Decimal(top) * 2}
    while len(pts) < 75:
        pts.add(Decimal(rng.randint(0, int(top / step * Decimal("1.05")))) * step)
    odd = set()
    while len(odd) < 25:   # three-decimal inputs, half of them at a rounding tie of the kept digit
        c = Decimal(rng.randint(0, int(top * Decimal("1.02"))))
        odd.add(c + (Decimal("0.05") if co else Decimal("0.5")) if rng.random() < .5 else c + Decimal(rng.randint(1, 999)) / 1000)
    for kind, P in (("kept", pts), ("unrounded", odd)):
        for c in sorted(P):
            for ed, B in (("2012", BP2012[s]), ("2026", BP2026[s])):
                raw = iaqi(s, B, F(str(c)), ed)
                rc = c.quantize(step if co else Decimal(1), rounding=ROUND_HALF_EVEN)
                rr = iaqi(s, B, F(str(rc)), ed)
                out.append({"edition": ed, "series": s, "kind": kind, "concentration": format(c, "f"),
                            "iaqi": raw, "iaqi_rounded_first": rr})
                if ed == "2026":
                    nhub += 1
                    with warnings.catch_warnings():
                        warnings.simplefilter("ignore")
                        h = cal_iaqi_cn(HUB[s], float(c))
                    if h != raw:
                        ndis += 1
                        dis.setdefault(s, []).append((format(c, "f"), raw, h))
o = pd.DataFrame(out)
for c in ("iaqi", "iaqi_rounded_first"): o[c] = o[c].astype("Int64")
write_csv(o, "iaqi.csv")
print(o.groupby(["edition", "series"]).size().to_dict())
print("aqi-hub: compared", nhub, "differences", ndis, {k: len(v) for k, v in dis.items()})
for k, v in dis.items(): print("  ", k, v[:8])
print("threshold tables that differ:", *tabdiff, sep="\n  ")
# vectors of standards.md 16.3
T = """PM25_24h 0 0 0;1 2 2;35 50 50;36 52 52;60 82 100;61 83 101;75 100 114;76 102 115;115 150 150;116 152 152;150 200 200;151 201 201;250 300 300;251 301 301;500 500 500
PM10_24h 50 50 50;51 51 51;120 85 100;121 86 101;150 100 112;151 101 112;250 150 150;420 300 300;600 500 500
O3_8h 100 50 50;101 51 51;160 100 100;161 101 101;215 150 150;265 200 200;266 201 201;800 300 300
NO2_24h 39 49 49;40 50 50;80 100 100;81 101 101
CO_24h 0.4 10 10;2.0 50 50;2.1 53 53;4.0 100 100;4.1 101 101
SO2_24h 9 9 9;50 50 50;150 100 100;151 101 101"""
bad = n = 0
for line in T.splitlines():
    s, rest = line.split(" ", 1)
    for t in rest.split(";"):
        c, a, b = t.split(); n += 1
        bad += (iaqi(s, BP2012[s], F(c), "2012"), iaqi(s, BP2026[s], F(c), "2026")) != (int(a), int(b))
print("standards.md 16.3:", n, "vectors,", bad, "differ")
