"""Published hourly city AQI of the CNEMC archive, recomputed exactly.

usage: python hourly_aqi.py ../shared/data
Rule "cnemc_live": IAQI of each pollutant from the HJ 633-2012 thresholds (1-hour
series for SO2, NO2, CO, O3; the daily series applied to the hourly PM10 and
PM2.5), exact, rounded half up, capped at 500; AQI = max over the pollutants
present; no pollutant present -> AQI missing. O3_8h takes no part.
Alternatives are counted beside it, and every row the rule misses is listed with
a reason.
"""
from common import *
import random
from fractions import Fraction

POL = [("PM2.5", "PM25_24h"), ("PM10", "PM10_24h"), ("SO2", "SO2_1h"),
       ("NO2", "NO2_1h"), ("CO", "CO_1h"), ("O3", "O3_1h")]


def scalar(row):
    """Second, unvectorised path with Fraction; used on a sample and all special rows."""
    best = None
    for col, s in POL:
        v = row[col]
        if v is None or v == "" or v != v:
            continue
        c, bp = Fraction(str(v)), BP2012[s]
        if c > bp[-1]:
            if s == "SO2_1h":
                continue
            i = 500
        else:
            for k in range(1, len(bp)):
                if c <= bp[k]:
                    x = Fraction(IAQI_LEVELS[k] - IAQI_LEVELS[k - 1], bp[k] - bp[k - 1]) * (c - bp[k - 1]) + IAQI_LEVELS[k - 1]
                    i = (2 * x.numerator + x.denominator) // (2 * x.denominator)
                    break
        best = i if best is None else max(best, i)
    return -1 if best is None else best


def table(d, mode, with_o3_8h=False, cap=500):
    cols = POL + ([("O3_8h", "O3_8h")] if with_o3_8h else [])
    r = []
    for c, s in cols:
        m, ok = milli(d[c])
        r.append(iaqi_int(m, ok, BP2012[s], mode, cap=cap,
                          over=-1 if s in ("SO2_1h", "O3_8h") else None))
    return np.array(r)


rng = random.Random(20190101)
out, examples, tot = [], [], {}
files = sorted((data_dir() / "cnemc_city_hourly").glob("*.csv.gz"))
for f in files:
    d = pd.read_csv(f)
    aqi = d["AQI"].fillna(-1).astype("int64").to_numpy()
    r = table(d, "half_up")
    a = r.max(axis=0)
    present = (r >= 0).sum(axis=0)
    npres = d[[c for c, _ in POL]].notna().sum(axis=1).to_numpy()
    has = aqi >= 0
    q = {"file": f.name, "rows": len(d), "aqi_missing": int((~has).sum()),
         "rows_all_six_missing": int((npres == 0).sum()),
         "matches": int((aqi == a).sum()), "mismatches": int((aqi != a).sum()),
         "mismatch_aqi_missing_but_pollutants": int(((~has) & (a >= 0)).sum()),
         "mismatch_aqi_present_no_pollutant": int((has & (a < 0)).sum()),
         "mismatch_plus1": int((has & (a >= 0) & (aqi == a + 1)).sum()),
         "mismatch_minus1": int((has & (a >= 0) & (aqi == a - 1)).sum())}
    q["mismatch_other"] = q["mismatches"] - sum(q[k] for k in q if k.startswith("mismatch_"))
    # how much the rows test the rule
    q["aqi_present_some_pollutant_missing"] = int((has & (npres < 6)).sum())
    q["capped_500"] = int((has & (table(d, "half_up", cap=9999).max(axis=0) == 9999)).sum())
    q["so2_over_800"] = int((d["SO2"] > 800).sum())
    # O3_8h would have changed the AQI in this many rows
    a8 = table(d, "half_up", with_o3_8h=True).max(axis=0)
    q["rows_where_o3_8h_would_change"] = int((a8 != a).sum())
    q["of_these_o3_8h_only_present"] = int(((a8 != a) & (npres == 0)).sum())
    for mode in ("ceil", "half_even", "floor"):
        am = table(d, mode).max(axis=0)
        q["matches_if_" + mode] = int((aqi == am).sum())
        q["has_aqi_matches_if_" + mode] = int(((aqi == am) & has).sum())
    # float implementation: round(x + 0.5) in binary64, naive term order of the standard
    fl = []
    for c, s in POL:
        x, bp = d[c].to_numpy(float), BP2012[s]
        v = np.full(len(x), np.nan)
        for i in range(1, len(bp)):
            sel = (x <= bp[i]) & ((x > bp[i - 1]) if i > 1 else (x >= 0))
            v[sel] = (IAQI_LEVELS[i] - IAQI_LEVELS[i - 1]) / (bp[i] - bp[i - 1]) * (x[sel] - bp[i - 1]) + IAQI_LEVELS[i - 1]
        if s != "SO2_1h":
            v[x > bp[-1]] = 500
        fl.append(np.floor(v + 0.5))
    with np.errstate(all="ignore"):
        af = np.where(npres > 0, np.nanmax(np.where(np.isnan(fl), -1, fl), axis=0), -1)
    q["matches_if_binary64_half_up"] = int((aqi == af).sum())
    # scalar cross-check
    n = sorted(set(rng.sample(range(len(d)), 3000)) | set(np.flatnonzero((npres < 6) | (d["PM10"] > 600).to_numpy())[:1500]))
    rows = d.iloc[n]
    recs = rows[[c for c, _ in POL]].to_dict("records")
    q["scalar_checked"] = len(n)
    q["scalar_differs"] = sum(scalar(x) != int(a[i]) for x, i in zip(recs, n))
    out.append(q)
    for i in np.flatnonzero(aqi != a)[:50]:
        examples.append({"file": f.name, "date": d["date"][i], "hour": d["hour"][i], "city": d["city"][i],
                         "aqi": int(aqi[i]), "recomputed": int(a[i])})
    print({k: v for k, v in q.items()})
s = pd.DataFrame(out)
t = s.drop(columns="file").sum().to_dict()
t["file"] = "TOTAL"
s = pd.concat([s, pd.DataFrame([t])[s.columns]], ignore_index=True)
write_csv(s, "hourly_aqi_summary.csv")
ex = pd.DataFrame(examples, columns=["file", "date", "hour", "city", "aqi", "recomputed"]).head(50)
write_csv(ex, "hourly_aqi_mismatches.csv")
