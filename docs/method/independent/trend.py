"""Spearman, Mann-Kendall and Theil-Sen vectors.  usage: python trend.py ../shared/data

Series are derived monthly means (UCI Beijing, 48 months) rounded to the printed place; the results are
computed from the printed values, so a reader needs only trend_series.csv.
"""
from common import *
import math
from fractions import Fraction as F
from scipy import stats
import pymannkendall as mk

u = pd.concat([pd.read_csv(f) for f in sorted((data_dir() / "uci_beijing_multisite").glob("*.csv.gz"))])
u["t"] = pd.to_datetime(u[["year", "month", "day", "hour"]])
piv = u.pivot(index="t", columns="station", values="PM2.5")


def monthly(s):
    g = s.groupby(s.index.normalize())
    dm = g.mean()[g.count() >= 20]
    mm = dm.groupby(dm.index.to_period("M")).mean()
    return mm


series = {"beijing12_pm25_monthly_3dp": [f"{v:.3f}" for v in monthly(piv.mean(axis=1))],
          "beijing12_pm25_monthly_0dp": [f"{v:.0f}" for v in monthly(piv.mean(axis=1))],
          "aotizhongxin_pm25_monthly_1dp": [f"{v:.1f}" for v in monthly(piv["Aotizhongxin"])]}
mm = monthly(piv.mean(axis=1))
series["beijing12_pm25_annual_mar_feb"] = [f"{mm.iloc[i:i + 12].mean():.3f}" for i in range(0, 48, 12)]
tz = pd.read_csv(data_dir() / "aqistudy_daily" / "shanxi11_daily.csv")
tz = tz[(tz.city == "太原") & (tz.date >= "2014-01-01") & (tz.date < "2017-01-01")]
series["taiyuan_pm25_monthly_0dp_2014_2016"] = [f"{v:.0f}" for v in tz.groupby(tz.date.str[:7])["PM2.5"].mean()]
series["ties_10"] = "12 12 11 11 10 12 9 9 8 8".split()
series["constant_6"] = ["5"] * 6
series["fall_5"] = "60 55 52 48 41".split()
rows, out = [], []
for name, v in series.items():
    for i, t in enumerate(v, 1):
        rows.append({"series": name, "i": i, "value": t})
    x = [F(t) for t in v]
    n = len(x)
    S = sum((x[j] > x[i]) - (x[j] < x[i]) for i in range(n) for j in range(i + 1, n))
    ties = pd.Series(v).map(F).value_counts().tolist()
    var = F(n * (n - 1) * (2 * n + 5) - sum(t * (t - 1) * (2 * t + 5) for t in ties), 18)
    Z = 0.0 if S == 0 or var == 0 else (S - (1 if S > 0 else -1)) / math.sqrt(var)
    p = 2 * stats.norm.sf(abs(Z))
    sl = sorted((x[j] - x[i]) / (j - i) for i in range(n) for j in range(i + 1, n))
    k = len(sl)
    sen = sl[k // 2] if k % 2 else (sl[k // 2 - 1] + sl[k // 2]) / 2
    # ranks averaged over ties; rho = Pearson of ranks; HJ 663 annex form 1 - 6 sum d^2/(n^3-n)
    xf = np.array([float(a) for a in x])
    rk = stats.rankdata(xf)
    d2 = sum((F(str(rk[i])) - (i + 1)) ** 2 for i in range(n))
    rs = 1 - F(6) * d2 / (n ** 3 - n)
    const = len(ties) == 1
    sp = None if const else stats.spearmanr(np.arange(1, n + 1), xf)
    r = mk.original_test(xf)
    assert r.s == S and abs(r.var_s - float(var)) < 1e-9 and abs(r.z - Z) < 1e-9 and abs(r.p - p) < 1e-9, (name, r, S, var, Z, p)
    th = stats.theilslopes(xf, np.arange(n))
    assert abs(th.slope - float(sen)) < 1e-9 and abs(r.slope - float(sen)) < 1e-9
    if not const and len(ties) == n:
        assert abs(sp.statistic - float(rs)) < 1e-12
    out.append({"series": name, "n": n, "tied_groups": sum(t > 1 for t in ties), "S": S, "var_S": float(var),
                "var_S_fraction": "%d/%d" % (var.numerator, var.denominator), "Z": Z, "p_two_sided": p,
                "tau_pymannkendall": r.Tau, "kendall_tau_b_scipy": np.nan if const else stats.kendalltau(np.arange(n), xf).statistic,
                "sen_slope": float(sen), "sen_slope_fraction": "%d/%d" % (sen.numerator, sen.denominator),
                "sen_intercept_pymannkendall": r.intercept,
                "spearman_rho_ranks": np.nan if const else sp.statistic, "spearman_p_t": np.nan if const else sp.pvalue,
                "spearman_hj663_form": float(rs), "spearman_hj663_fraction": "%d/%d" % (rs.numerator, rs.denominator),
                "trend_5pct": r.trend})
write_csv(pd.DataFrame(rows), "trend_series.csv")
o = pd.DataFrame(out)
# p values need more than six decimals
for c in ("p_two_sided", "spearman_p_t"):
    o[c] = [("" if v != v else "%.10e" % v) for v in o[c]]
write_csv(o, "trend.csv")
print(o.T.to_string())
