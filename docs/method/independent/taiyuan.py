"""Which edition does the printed daily AQI of Taiyuan 2025-01..2026-06 follow?  usage: python taiyuan.py ../shared/data

The header is shifted: labelled PM2.5,PM10,SO2,NO2,CO,O3 = rank,PM2.5,PM10,NO2,SO2,CO. O3 is absent, so a
printed AQI above both recomputed values can be an ozone day.
"""
from common import *
d = pd.read_csv(data_dir() / "taiyuan_daily_2025_2026" / "太原.csv", encoding="utf-8-sig")
d = d.rename(columns={"日期": "date", "PM2.5": "rank", "PM10": "PM25", "SO2": "PM10x", "CO": "SO2x", "O3": "COx"})
d = d.rename(columns={"PM10x": "PM10", "SO2x": "SO2", "COx": "CO"})
S = [("PM25", "PM25_24h"), ("PM10", "PM10_24h"), ("NO2", "NO2_24h"), ("SO2", "SO2_24h"), ("CO", "CO_24h")]
aqi = d.AQI.to_numpy()
res = {}
for ed, B in (("2012", BP2012), ("2026", BP2026)):
    for mode in ("ceil", "half_up", "half_even"):
        r = np.array([iaqi_int(*milli(d[c]), B[s], mode) for c, s in S])
        res[ed, mode] = r.max(axis=0)
        if mode == "half_even":
            res[ed, "half_even_cap300"] = np.minimum(r.max(axis=0), 300)
        if mode == "ceil":
            d["lead" + ed] = np.array([c for c, _ in S])[r.argmax(axis=0)]
periods = [("all", "2025-01-01", "2026-12-31"), ("before 2026-03-01", "2025-01-01", "2026-02-28"),
           ("from 2026-03-01", "2026-03-01", "2026-12-31"), ("2026-02", "2026-02-01", "2026-02-28"),
           ("2026-03", "2026-03-01", "2026-03-31")]
out = []
for name, a, b in periods:
    s = ((d.date >= a) & (d.date <= b)).to_numpy()
    for mode in ("ceil", "half_up", "half_even", "half_even_cap300"):
        x, y = res["2012", mode], res["2026", mode]
        tell = s & (x != y)
        out.append({"period": name, "rounding": mode, "days": int(s.sum()),
                    "equal_2012": int((s & (aqi == x)).sum()), "equal_2026": int((s & (aqi == y)).sum()),
                    "editions_differ": int(tell.sum()), "differ_equal_2012": int((tell & (aqi == x)).sum()),
                    "differ_equal_2026": int((tell & (aqi == y)).sum()),
                    "differ_neither": int((tell & (aqi != x) & (aqi != y)).sum()),
                    "printed_above_2012": int((s & (aqi > x)).sum()), "printed_below_2012": int((s & (aqi < x)).sum()),
                    "printed_2012_minus1": int((s & (aqi == x - 1)).sum()), "printed_2012_plus1": int((s & (aqi == x + 1)).sum())})
o = pd.DataFrame(out)
print(o.T.to_string())
x = res["2012", "ceil"]
w = pd.DataFrame({"date": d.date, "AQI": aqi, "ceil2012": x, "ceil2026": res["2026", "ceil"], "lead": d.lead2012})
z = res["2012", "half_even_cap300"]
w["half_even_cap300"] = z
print("below 2012 (half even, cap 300):"); print(w[aqi < z].to_string())
print("printed 300:", w[aqi == 300].to_string())
x = z
print("one above:", w[aqi == z + 1].to_string())
print("above by month (ozone or unknown):", pd.Series(aqi > x).groupby(d.date.str[:7]).sum().to_dict())
write_csv(o, "taiyuan.csv")
