"""Jinan platform: published per-pollutant IAQI and MAXAQI, recomputed exactly.

usage: python jinan_iaqi.py ../shared/data
HJ 633-2012 thresholds, 1-hour series (PM: daily series on the hourly value), exact,
rounded UP, capped at 500. COvalue is in ug/m3 and is divided by 1000 exactly.
MAXAQI = max of the six IAQI without O3_8h; 0 when none of the six is present.
"""
from common import *

S = [("PM10", "PM10Iaqi", "PM10value", "PM10_24h"), ("PM2.5", "PM2_5Iaqi", "PM2_5value", "PM25_24h"),
     ("CO", "COIaqi", "COvalue", "CO_1h"), ("NO2", "NO2Iaqi", "NO2value", "NO2_1h"),
     ("SO2", "SO2Iaqi", "SO2value", "SO2_1h"), ("O3_1h", "O3_1Iaqi", "O3_1value", "O3_1h"),
     ("O3_8h", "O3_8Iaqi", "O3_8value", "O3_8h")]
d = pd.read_csv(data_dir() / "jinan_station_hourly_2020" / "jinan_aqi_iaqi_hourly.csv.gz")
print("rows", len(d), "stations", d.SubID.nunique(), d.time.min(), d.time.max())
out, calc = [], {}
for name, ic, vc, s in S:
    m, ok = milli(d[vc])
    if name == "CO":
        m = np.where(ok, m // 1000, 0)  # integer ug/m3 -> thousandths of mg/m3
    bp = BP2012[s]
    over = -1 if s in ("SO2_1h", "O3_8h") else None
    p = d[ic].fillna(-1).astype("int64").to_numpy()
    q = {"item": name, "rows": len(d), "value_missing": int((~ok).sum()), "iaqi_missing": int((p < 0).sum())}
    for mode in ("ceil", "half_up", "floor"):
        r = iaqi_int(m, ok, bp, mode, over=over)
        if mode == "ceil":
            calc[name] = r
        q["matches_" + mode] = int((ok & (p == r)).sum())
    r = calc[name]
    q["mismatches_ceil"] = int((p != r).sum())
    q["iaqi_without_value"] = int(((p >= 0) & ~ok).sum())
    q["value_without_iaqi"] = int(((p < 0) & ok).sum())
    q["over_top_capped"] = int((ok & (m > bp[-1] * SCALE)).sum())
    out.append(q)
six = [n for n, *_ in S if n != "O3_8h"]
a6 = np.max([calc[n] for n in six], axis=0)
a7 = np.maximum(a6, calc["O3_8h"])
mx = d.MAXAQI.to_numpy()
none6 = a6 < 0
for name, a in (("MAXAQI six, 0 when none", np.where(none6, 0, a6)), ("MAXAQI six, missing when none", a6),
                ("MAXAQI seven incl. O3_8h, 0 when none", np.where(a7 < 0, 0, a7))):
    out.append({"item": name, "rows": len(d), "value_missing": int(none6.sum()), "iaqi_missing": int((mx == 0).sum()),
                "matches_ceil": int((mx == a).sum()), "mismatches_ceil": int((mx != a).sum())})
res = pd.DataFrame(out)
for c in res.columns[1:]:
    res[c] = res[c].astype("Int64")
print(res.to_string())
print("partial rows (1..5 of six missing):", int(((d[[i for n, i, *_ in S if n != 'O3_8h']].isna().sum(axis=1)).between(1, 5)).sum()),
      "-> MAXAQI is the max of the present ones in all of them:",
      bool((mx == np.where(none6, 0, a6)).all()))
write_csv(res, "jinan_iaqi.csv")
