"""Facts of 2014..2016 for the replay of the Shanxi plan and of the winter 2021-22 targets (aqistudy daily archive).

usage: python plan_replay.py ../shared/data

Standard library only: every value is a Fraction made from the printed decimals, so no rounding here depends on
binary floating point. Limits of GB 3095-2012; rounding half to even (GB/T 8170).
"""
import csv
import gzip
import re
import sys
import tomllib
from datetime import date, timedelta
from fractions import Fraction as F
from pathlib import Path

HERE = Path(__file__).resolve().parent
DATA = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")
POLS = ("SO2", "NO2", "PM10", "PM2.5", "CO", "O3")
NEED = POLS[:5]          # items that must meet the day counts
STD = {"SO2": 60, "NO2": 40, "PM10": 70, "PM2.5": 35, "CO": 4, "O3": 160}
LIMIT = {"大同": 25, "吕梁": 28, "朔州": 30, "忻州": 35, "长治": 35, "晋城": 35, "晋中": 35, "阳泉": 35,
         "太原": 38, "临汾": 44, "运城": 44}   # clause 26, 2025


def days(first, last):
    return [str(first + timedelta(i)) for i in range((last - first).days + 1)]


def mean(v):
    return sum(v, F(0)) / len(v)


def pct(v, p):
    """k = 1 + (n-1)p, p in hundredths (HJ 663)"""
    v = sorted(v)
    s, r = divmod(100 + (len(v) - 1) * p, 100)
    return v[s - 1] if r == 0 else v[s - 1] + (v[s] - v[s - 1]) * F(r, 100)


def stat(p, v):
    return pct(v, 95) if p == "CO" else pct(v, 90) if p == "O3" else mean(v)


def dec(x, n=6):
    """exact decimal text of x with n places, half to even"""
    q = round(x * 10 ** n)
    s = "%0*d" % (n + 1, abs(q))
    return ("-" if q < 0 else "") + (s[:-n] + "." + s[-n:] if n else s)


def valid(have, year):
    months = [sum(1 for d in have if d[5:7] == "%02d" % m) for m in range(1, 13)]
    return len(have) >= 324 and all(n >= (25 if m == 2 else 27) for m, n in enumerate(months, 1))


def ranks(values):
    """{city: value} -> {city: rank}; smallest 1, equal value equal rank"""
    return {c: 1 + sum(1 for w in values.values() if w < v) for c, v in values.items()}


def write(name, rows):
    with open(HERE / name, "w", encoding="utf-8", newline="") as f:
        w = csv.DictWriter(f, list(rows[0]), lineterminator="\n")
        w.writeheader()
        w.writerows(rows)
    print("wrote", name, len(rows), "rows")


# ---- the archive: D[city][item][day] ----
D = {}
ARCHIVE = DATA / "aqistudy_daily" / "china_cities_daily_201312_201702.csv.gz"
with gzip.open(ARCHIVE, "rt", encoding="utf-8", newline="") as f:
    for r in csv.DictReader(f):
        for p in POLS:
            if r[p].strip():
                s = D.setdefault(r["city"], {q: {} for q in POLS})[p]
                if r["date"] in s:
                    raise SystemExit("day twice: %s %s" % (r["city"], r["date"]))
                s[r["date"]] = F(r[p])
with open(DATA / "aqistudy_daily" / "shanxi11_daily.csv", encoding="utf-8", newline="") as f:
    n = 0
    for r in csv.DictReader(f):
        n += 1
        for p in POLS:
            if (F(r[p]) if r[p].strip() else None) != D[r["city"]][p].get(r["date"]):
                raise SystemExit("the two files differ: %s %s %s" % (r["city"], r["date"], p))
print("shanxi11_daily.csv:", n, "rows equal to the national file")

# ---- 168 key cities ----
with open(HERE.parents[2] / "standards" / "zones" / "key168.toml", "rb") as f:
    members = tomllib.load(f)["members"]
key168 = [m["zh"] for m in members if "until" not in m]
print(len(key168), "key cities;", "left out (until):", [m["zh"] for m in members if "until" in m],
      "; not in the archive:", [c for c in key168 if c not in D] or "none")


def year_table(cities, year, drop_zero=False, conc_rounded=False, minimum=True):
    """exact composite of each city with the year"""
    out = {}
    for c in cities:
        v = {p: {d: x for d, x in D[c][p].items() if d[:4] == str(year) and not (drop_zero and x == 0)} for p in POLS}
        if all(v[p] for p in POLS) and (not minimum or all(valid(v[p], year) for p in NEED)):
            s = {p: stat(p, list(v[p].values())) for p in POLS}
            if conc_rounded:
                s = {p: round(x, 1) if p == "CO" else F(round(x)) for p, x in s.items()}
            out[c] = sum(s[p] / STD[p] for p in POLS)
    return out


rows = []
checked = 0
with open(HERE / "annual_shanxi.csv", encoding="utf-8", newline="") as f:
    golden = {(r["city"], int(r["year"])): r for r in csv.DictReader(f)}
for year in (2014, 2015, 2016):
    ndays = (date(year, 12, 31) - date(year, 1, 1)).days + 1
    exact = year_table(key168, year)
    two = {c: round(x, 2) for c, x in exact.items()}
    rank, rank_u = ranks(two), ranks(exact)
    rank_z = ranks({c: round(x, 2) for c, x in year_table(key168, year, drop_zero=True).items()})
    rounded = {c: round(x, 2) for c, x in year_table(key168, year, conc_rounded=True).items()}
    rank_c = ranks(rounded)
    nomin = year_table([c for c in key168 if sum(d[:4] == str(year) for d in D[c]["PM2.5"]) > 1], year, minimum=False)
    rank_n = ranks({c: round(x, 2) for c, x in nomin.items()})
    rank_169 = ranks({c: round(x, 2) for c, x in year_table(key168 + ["莱芜"], year).items()})
    short = {c: min(sum(d[:4] == str(year) for d in D[c][p]) for p in POLS) for c in key168 if c not in exact}
    print(year, "ranked", len(exact), "without index:", " ".join("%s(%d)" % x for x in short.items()) or "none")
    print(year, "ranked, O3 short of the day counts:", [c for c in exact if not valid([d for d in D[c]["O3"] if d[:4] == str(year)], year)] or "none")
    last10 = sorted(exact, key=lambda c: (-two[c], c))[:12]
    print(year, "worst:", " ".join("%s %s #%d" % (c, dec(two[c], 2), rank[c]) for c in last10))
    for city, limit in LIMIT.items():
        v = {p: {d: x for d, x in D[city][p].items() if d[:4] == str(year)} for p in POLS}
        ok = {p: valid(v[p], year) for p in POLS}
        pm = v["PM2.5"]
        m = mean(list(pm.values()))
        q = {"city": city, "year": year, "days_in_year": ndays, "pm25_valid_days": len(pm),
             "pm25_sum": dec(sum(pm.values()), 1), "pm25_fraction": "%d/%d" % (m.numerator, m.denominator),
             "pm25_mean": dec(m), "pm25_rounded": round(m)}
        for p in POLS:
            q["valid_" + p] = int(ok[p])
        q["pm25_limit_2025"] = limit if year == 2016 else ""
        q["margin"] = limit - round(m) if year == 2016 else ""
        q["verdict"] = ("met" if round(m) <= limit else "missed") if year == 2016 else ""
        s = {p: stat(p, list(v[p].values())) for p in POLS}
        for p in POLS:
            q[{"CO": "CO95", "O3": "O3_90_as_supplied"}.get(p, p)] = dec(s[p])
        has = city in exact
        q["composite"] = dec(exact[city]) if has else ""
        q["composite_2dp"] = dec(two[city], 2) if has else ""
        q["rank_168"] = rank[city] if has else ""
        q["equal_index_cities"] = sum(1 for x in two.values() if x == two[city]) if has else ""
        q["cities_ranked"] = len(exact)
        q["rank_unrounded_index"] = rank_u[city] if has else ""
        q["rank_zero_values_dropped"] = rank_z.get(city, "")
        q["rank_no_minimum"] = rank_n.get(city, "")
        q["cities_no_minimum"] = len(nomin)
        q["rank_169_with_laiwu"] = rank_169.get(city, "")
        q["composite_rounded_concentrations_2dp"] = dec(rounded[city], 2) if has else ""
        q["rank_rounded_concentrations"] = rank_c.get(city, "")
        # ---- 2016 only: without 29 February, and the outlook of 1 July ----
        for k in ("mean_without_0229", "rounded_without_0229", "jan_jun_days", "jan_jun_sum", "jan_jun_mean",
                  "jan_jun_rounded", "remaining_days", "remaining_may_average", "remaining_may_average_fraction",
                  "remaining_bound", "reachable", "jul_dec_mean", "jul_dec_kept"):
            q[k] = ""
        if year == 2016:
            w = mean([x for d, x in pm.items() if d != "2016-02-29"])
            q["mean_without_0229"], q["rounded_without_0229"] = dec(w), round(w)
            a = [x for d, x in pm.items() if d < "2016-07-01"]
            b = [x for d, x in pm.items() if d >= "2016-07-01"]
            rest = len(days(date(2016, 7, 1), date(2016, 12, 31)))
            # round(total/n) <= limit  <=>  total/n <= limit + 1/2 (limit even) or < limit + 1/2 (limit odd)
            top = ((limit + F(1, 2)) * (len(a) + rest) - sum(a)) / rest
            incl = limit % 2 == 0
            for x, good in ((top, incl), (top - F(1, 10 ** 9), True), (top + F(1, 10 ** 9), False)):
                if (round((sum(a) + x * rest) / (len(a) + rest)) <= limit) != good:
                    raise SystemExit("bound wrong: " + city)
            y = mean(b)
            q.update({"jan_jun_days": len(a), "jan_jun_sum": dec(sum(a), 1), "jan_jun_mean": dec(mean(a)),
                      "jan_jun_rounded": round(mean(a)), "remaining_days": rest, "remaining_may_average": dec(top),
                      "remaining_may_average_fraction": "%d/%d" % (top.numerator, top.denominator),
                      "remaining_bound": "<=" if incl else "<", "reachable": "yes" if top > 0 or (incl and top == 0) else "no",
                      "jul_dec_mean": dec(y), "jul_dec_kept": "yes" if y < top or (incl and y == top) else "no"})
            if len(b) == rest and (q["jul_dec_kept"] == "yes") != (q["verdict"] == "met"):
                raise SystemExit("outlook and verdict differ: " + city)
        rows.append(q)
        # ---- against annual_shanxi.csv ----
        g = golden.get((city, year))
        if g:
            pairs = [(g[{"CO": "CO95", "O3": "O3_90"}.get(p, p)], s[p]) for p in POLS]
            pairs.append((g["composite_O3_as_supplied"], sum(s[p] / STD[p] for p in POLS)))
            if any(abs(F(x) - y) > F(1, 10 ** 6) for x, y in pairs) or any(
                    int(g["n_" + p]) != len(v[p]) or int(g["valid_" + p]) != ok[p] for p in POLS):
                raise SystemExit("differs from annual_shanxi.csv: %s %d" % (city, year))
            checked += 1
print("annual_shanxi.csv:", checked, "of", len(golden), "city years agree (counts, validity, six items, index)")
rows.sort(key=lambda q: -q["year"])
write("plan_replay_2016.csv", rows)

# ---- winter 2021-22 targets on 2015-10-01..2016-03-31 ----
period = days(date(2015, 10, 1), date(2016, 3, 31))
out = []
with open(DATA / "winter_targets" / "winter_targets_2021_2022.csv", encoding="utf-8-sig", newline="") as f:
    for r in csv.DictReader(f):
        city = re.sub(r"[（）()\s]", "", r["city_zh"])
        name = city[:-1] if city.endswith("市") else city
        target = F(r["pm25_target"].strip())
        q = {"no": r["no"], "city": city, "in_archive": int(name in D), "days_in_period": len(period)}
        have = {d: D[name]["PM2.5"][d] for d in period if d in D[name]["PM2.5"]} if name in D else {}
        q["valid_days"] = len(have)
        for k in ("months_27_25", "mean_fraction", "mean", "rounded_0dp", "rounded_1dp", "target", "margin_1dp",
                  "met_unrounded", "met_1dp", "met_0dp", "valid_days_without_0229", "mean_without_0229", "rounded_1dp_without_0229"):
            q[k] = ""
        q["target"] = dec(target, 1)
        if have:
            m = mean(list(have.values()))
            short = [x for x in have if x != "2016-02-29"]
            w = mean([have[x] for x in short])
            q.update({"months_27_25": int(all(sum(x[:7] == mm for x in have) >= (25 if mm[5:] == "02" else 27)
                                             for mm in sorted({x[:7] for x in period}))),
                      "mean_fraction": "%d/%d" % (m.numerator, m.denominator), "mean": dec(m), "rounded_0dp": round(m),
                      "rounded_1dp": dec(round(m, 1), 1), "margin_1dp": dec(target - round(m, 1), 1),
                      "met_unrounded": int(m <= target), "met_1dp": int(round(m, 1) <= target), "met_0dp": int(round(m) <= target),
                      "valid_days_without_0229": len(short), "mean_without_0229": dec(w), "rounded_1dp_without_0229": dec(round(w, 1), 1)})
        out.append(q)
print("winter: not in the archive:", [q["city"] for q in out if not q["in_archive"]])
print("winter: fewer than %d days:" % len(period), [(q["city"], q["valid_days"]) for q in out if q["in_archive"] and q["valid_days"] < len(period)])
print("winter: met unrounded/1dp/0dp:", [sum(q[k] == 1 for q in out) for k in ("met_unrounded", "met_1dp", "met_0dp")], "of", sum(q["in_archive"] for q in out))
print("winter: verdict depends on rounding:", [q["city"] for q in out if q["in_archive"] and len({q["met_unrounded"], q["met_1dp"], q["met_0dp"]}) > 1])
print("winter: verdict depends on 29 February:", [q["city"] for q in out if q["in_archive"] and (F(q["rounded_1dp_without_0229"]) <= F(q["target"])) != q["met_1dp"]])
write("winter_replay.csv", out)
