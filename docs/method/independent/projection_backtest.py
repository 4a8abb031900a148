"""The projection checked without looking at the Rust code: simple quantities, and the scores of its back-test.

usage: python projection_backtest.py ../shared/data [forecasts_mean.csv [forecasts_count.csv]]

Always: running mean, allowed mean and remaining budget of eleven cities on the 1st of each month of 2016, in exact
rational arithmetic -> projection_sites.csv. With files that `cargo run --example project_backtest -- ... forecasts`
printed: limit, outcome and climatology of every forecast are recomputed from the daily values and compared, and Brier
score, skill and reliability -> projection_backtest.csv, projection_reliability.csv. Standard library only.
"""
import csv
import datetime
import gzip
import math
import sys
from collections import defaultdict
from fractions import Fraction
from pathlib import Path

HERE = Path(__file__).resolve().parent
DATA = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")
DAILY_LIMIT = 75


def read(name):
    opened = gzip.open if name.endswith(".gz") else open
    days = defaultdict(dict)
    with opened(DATA / "aqistudy_daily" / name, "rt", encoding="utf-8") as f:
        for row in csv.DictReader(f):
            if row["PM2.5"] and Fraction(row["PM2.5"]) > 0:
                days[row["city"]][datetime.date.fromisoformat(row["date"])] = Fraction(row["PM2.5"])
    return days


def in_year(days, year, before=None):
    """Values of a year on days before a date."""
    return [v for d, v in days.items() if d.year == year and (before is None or d < before)]


def write(name, header, rows):
    with open(HERE / name, "w", encoding="utf-8", newline="") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(header)
        out.writerows(rows)
    print("wrote", name, len(rows), "rows")


def six(value):
    return "" if value is None else "%.6f" % value


# ---- simple quantities: the limit is 95 % of the mean of 2015, the days above 75 at most 90 % of those of 2015 ----
rows = []
for city, days in sorted(read("shanxi11_daily.csv").items()):
    last_year = in_year(days, 2015)
    # Six decimals, as written, so that whoever reads the table compares with the same limit.
    limit = Fraction(six(sum(last_year) / len(last_year) * Fraction(95, 100)))
    most = sum(v > DAILY_LIMIT for v in last_year) * 9 // 10
    for month in range(1, 13):
        issued = datetime.date(2016, month, 1)
        known = in_year(days, 2016, issued)
        remaining = (datetime.date(2017, 1, 1) - issued).days
        total, above = sum(known), sum(v > DAILY_LIMIT for v in known)
        allowed = (limit * (len(known) + remaining) - total) / remaining
        rows.append([city, issued, len(known), remaining, six(limit), six(total / len(known) if known else None),
                     six(allowed if allowed >= 0 else None), most, above, most - above if above <= most else ""])
write("projection_sites.csv", ["city", "issued", "valid_days", "remaining_days", "limit", "running_mean",
                               "allowed_mean", "most", "days_above_75", "budget"], rows)

# ---- the scores of forecasts ----
scores, reliability = [], []
china = read("china_cities_daily_201312_201702.csv.gz") if len(sys.argv) > 2 else {}


def enough(values, year):
    return values and len(values) >= 0.75 * (366 if year % 4 == 0 else 365)


def annual_values(kind):
    """Mean, or number of days above the limit, of each city and year with at least 75 % of its days."""
    out = {}
    for city, days in china.items():
        for year in (2013, 2014, 2015, 2016):
            values = in_year(days, year)
            if enough(values, year):
                out[city, year] = sum(values) / len(values) if kind == "mean" else sum(v > DAILY_LIMIT for v in values)
    return out


def brier(rows, column):
    return math.fsum((row[column] - row["outcome"]) ** 2 for row in rows) / len(rows)


def hindsight(rows):
    groups = defaultdict(list)
    for row in rows:
        groups[row["year"], row["factor"]].append(row["outcome"])
    return sum(sum(g) * (1 - sum(g) / len(g)) for g in groups.values()) / len(rows)


for kind, file in zip(("mean", "count"), sys.argv[2:]):
    value = annual_values(kind)
    with open(file, encoding="utf-8") as f:
        forecasts = list(csv.DictReader(f))

    def limit_of(factor, before):
        return factor * before if kind == "mean" else math.floor(factor * before)

    met = defaultdict(dict)
    for (city, year), v in value.items():
        if (city, year - 1) in value:
            for factor in sorted({row["factor"] for row in forecasts}):
                met[year, factor][city] = v <= limit_of(Fraction(factor), value[city, year - 1])
    wrong = defaultdict(int)
    close_calls = 0
    for row in forecasts:
        city, year, factor = row["site"], int(row["year"]), row["factor"]
        limit = limit_of(Fraction(factor), value[city, year - 1])
        earlier = [m for (y, f), sites in met.items() if y < year and f == factor for c, m in sites.items() if c != city]
        climatology = (sum(earlier) + 0.5) / (len(earlier) + 1)
        wrong["limit"] += abs(float(limit) - float(row["limit"])) > 1e-9 * (1 + float(limit))
        wrong["outcome"] += met[year, factor][city] != (row["outcome"] == "1")
        wrong["climatology"] += abs(climatology - float(row["climatology"])) > 1e-9
        wrong["probability"] += not 0 <= float(row["probability"]) <= 1
        row.update(year=year, month=int(row["issued"][5:7]), probability=float(row["probability"]),
                   climatology=climatology, outcome=int(met[year, factor][city]))
    print(kind, len(forecasts), "forecasts; not as recomputed:", dict(wrong))
    for year in sorted({row["year"] for row in forecasts}):
        of_year = [row for row in forecasts if row["year"] == year]
        parts = [(str(m), [r for r in of_year if r["month"] == m]) for m in range(1, 13)]
        parts += [("1-6", [r for r in of_year if r["month"] <= 6]), ("7-12", [r for r in of_year if r["month"] > 6])]
        for months, part in parts + [("1-12", of_year)]:
            b, c = brier(part, "probability"), brier(part, "climatology")
            scores.append([kind, year, months, len(part), six(sum(r["outcome"] for r in part) / len(part)), six(b),
                           six(c), six(hindsight(part)), six(1 - b / c)])
        bins = defaultdict(list)
        for r in of_year:
            bins[min(int(r["probability"] * 10), 9)].append(r)
        for i, part in sorted(bins.items()):
            reliability.append([kind, year, i / 10, (i + 1) / 10, len(part), six(math.fsum(r["probability"] for r in part) / len(part)),
                                six(sum(r["outcome"] for r in part) / len(part))])
if scores:
    write("projection_backtest.csv", ["kind", "year", "months", "forecasts", "frequency", "brier", "brier_climatology",
                                      "brier_hindsight", "skill"], scores)
    write("projection_reliability.csv", ["kind", "year", "low", "high", "forecasts", "mean_probability", "frequency"], reliability)
