"""Annual statistics: 11 Shanxi cities 2015/2016 (aqistudy daily) and Aotizhongxin 2014-2016 (UCI hourly).

usage: python annual_shanxi.py ../shared/data
"""
from common import *
import warnings
from composite_168 import pct

STD = {"SO2": 60, "NO2": 40, "PM10": 70, "PM2.5": 35, "CO95": 4, "O3_90": 160}
d = pd.read_csv(data_dir() / "aqistudy_daily" / "shanxi11_daily.csv")
d["year"] = d.date.str[:4].astype(int)
out = []
for (city, y), g in d[d.year.isin((2015, 2016))].groupby(["city", "year"]):
    q = {"city": city, "year": y, "days_in_year": 366 if y == 2016 else 365}
    for p in ("SO2", "NO2", "PM10", "PM2.5", "CO", "O3"):
        x = g[p].dropna()
        q["n_" + p] = len(x)
        mo = g.loc[x.index, "date"].str[5:7].value_counts().reindex(["%02d" % m for m in range(1, 13)], fill_value=0)
        q["valid_" + p] = int(len(x) >= 324 and all(v >= (25 if m == "02" else 27) for m, v in mo.items()))
        if p == "CO":
            q["CO95"] = pct(x.to_numpy(), 95)
        elif p == "O3":
            q["O3_90"] = pct(x.to_numpy(), 90)
        else:
            q[p] = x.mean()
            q[p + "_p" + ("95" if p.startswith("PM") else "98")] = pct(x.to_numpy(), 95 if p.startswith("PM") else 98)
    q["composite_O3_as_supplied"] = sum(q[k] / s for k, s in STD.items())
    q["composite_without_O3"] = sum(q[k] / s for k, s in STD.items() if k != "O3_90")
    out.append(q)
o = pd.DataFrame(out)
for y in (2015, 2016):
    s = o.year == y
    o.loc[s, "rank_O3_as_supplied"] = o.loc[s, "composite_O3_as_supplied"].rank(method="min")
    o.loc[s, "rank_without_O3"] = o.loc[s, "composite_without_O3"].rank(method="min")
o[["rank_O3_as_supplied", "rank_without_O3"]] = o[["rank_O3_as_supplied", "rank_without_O3"]].astype(int)
print(o[["city", "year", "n_PM2.5", "PM2.5", "PM10", "SO2", "NO2", "CO95", "O3_90", "composite_O3_as_supplied"]].round(3).to_string())
write_csv(o, "annual_shanxi.csv")

# ---- what is the O3 column of aqistudy? Beijing, aqistudy against the 12 UCI stations ----
u = pd.concat([pd.read_csv(f) for f in sorted((data_dir() / "uci_beijing_multisite").glob("*.csv.gz"))])
u["t"] = pd.to_datetime(u[["year", "month", "day", "hour"]])
m = u.pivot(index="t", columns="station", values="O3").mean(axis=1)
pm = u.pivot(index="t", columns="station", values="PM2.5").mean(axis=1)
b = pd.read_csv(data_dir() / "aqistudy_daily" / "china_cities_daily_201312_201702.csv.gz")
b = b[b.city == "北京"].copy()
b["date"] = pd.to_datetime(b.date)
b = b.set_index("date")
rows = []
for shift in (0, 1):
    t = m.index - pd.Timedelta(hours=shift)
    g = m.groupby(t.normalize())
    A = g.apply(lambda x: x.to_numpy() if len(x) == 24 and x.notna().all() else None).dropna()
    h = np.vstack(A.to_list())
    w8 = np.stack([h[:, i - 8:i].mean(axis=1) for i in range(8, 25)]).max(axis=0)
    k = pd.DataFrame({"max1h": h.max(axis=1), "mda8": w8, "mean24": h.mean(axis=1)}, index=A.index)
    k["pm"] = pm.groupby(t.normalize()).mean()
    k = k.join(b[["O3", "PM2.5"]], how="inner").dropna()
    for y, z in [("2013-12..2016-11", k[k.index < "2016-12-01"]), ("2014", k[k.index.year == 2014]), ("2015", k[k.index.year == 2015]),
                 ("2016-01..11", k[(k.index >= "2016-01-01") & (k.index < "2016-12-01")]), ("2017-01", k[k.index.year == 2017])]:
        rows.append({"uci_day": "stamps 00..23" if shift == 0 else "stamps 01..23 and next 00", "period": y, "days": len(z),
                     "mad_O3_max1h": (z.max1h - z.O3).abs().mean(), "mad_O3_mda8": (z.mda8 - z.O3).abs().mean(),
                     "mad_O3_mean24": (z.mean24 - z.O3).abs().mean(), "mad_PM25_mean": (z.pm - z["PM2.5"]).abs().mean()})
e = pd.DataFrame(rows)
print(e.round(2).to_string())
write_csv(e, "aqistudy_o3_evidence.csv")

# ---- UCI Aotizhongxin ----
a = u[u.station == "Aotizhongxin"].sort_values("t").copy()
out = []
for variant, shift in (("ending", 1), ("stamp", 0)):
    day = (a["t"] - pd.Timedelta(hours=shift)).dt.normalize()
    for y in (2014, 2015, 2016):
        for p in ("SO2", "NO2", "PM10", "PM2.5", "CO", "O3"):
            s = pd.Series(a[p].to_numpy(), index=day.to_numpy())
            s = s[s.index.year == y]
            if p == "O3":
                vals = {}
                hr = (a["t"] - pd.Timedelta(hours=shift)).dt.hour.to_numpy()[(day.dt.year == y).to_numpy()]
                x = pd.DataFrame({"d": s.index, "h": hr, "v": s.to_numpy()}).pivot(index="d", columns="h", values="v").to_numpy()
                w = []
                for i in range(8, 25):
                    n = np.isfinite(x[:, i - 8:i]).sum(axis=1)
                    w.append(np.where(n >= 6, np.nansum(x[:, i - 8:i], axis=1) / np.maximum(n, 1), -1))
                w = np.array(w)
                mx, nw = w.max(axis=0), (w >= 0).sum(axis=0)
                dm = pd.Series(np.where((nw >= 14) | (mx > 160), mx, np.nan), index=sorted(s.index.unique())).dropna()
            else:
                g = s.groupby(level=0)
                dm = g.mean()[g.count() >= 20]
            nm = dm.index.month.value_counts().reindex(range(1, 13), fill_value=0)
            per = {"SO2": 98, "NO2": 98, "PM10": 95, "PM2.5": 95, "CO": 95, "O3": 90}[p]
            scale = 1000 if p == "CO" else 1
            out.append({"station": "Aotizhongxin", "variant": variant, "year": y, "item": p, "unit": "mg/m3" if p == "CO" else "ug/m3",
                        "valid_days": len(dm), "fewest_in_a_month": int(min(nm[k] - (25 if k == 2 else 27) for k in nm.index)) ,
                        "valid_324_27_25": int(len(dm) >= 324 and all(nm[k] >= (25 if k == 2 else 27) for k in nm.index)),
                        "mean": dm.mean() / scale, "percentile": per, "percentile_value": pct(dm.to_numpy(), per) / scale})
o = pd.DataFrame(out).rename(columns={"fewest_in_a_month": "smallest_month_margin"})
print(o.round(3).to_string())
write_csv(o, "uci_annual.csv")
