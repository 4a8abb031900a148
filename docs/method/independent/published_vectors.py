"""Composite index recomputed from published (rounded) concentrations.  usage: python published_vectors.py ../shared/data"""
from common import *
from fractions import Fraction as F

STD = {"SO2": 60, "NO2": 40, "PM10": 70, "PM2.5": 35, "CO_p95_mg": 4, "O3_8h_p90": 160}
HALF = {"CO_p95_mg": F(5, 100)}  # half a unit of the printed place; others 0.5
d = pd.read_csv(data_dir() / "published_reference_figures" / "composite_index_vectors.csv", dtype=str)
out = []
for r in d.to_dict("records"):
    sub = {k: F(r[k]) / s for k, s in STD.items() if isinstance(r[k], str) and r[k]}
    tot = sum(sub.values())
    pub = F(r["composite_index"])
    tol = sum(HALF.get(k, F(1, 2)) / STD[k] for k in sub) + F(5, 1000)
    q = {"place": r["place"], "period": r["period"], "items": len(sub), "published": float(pub),
         "recomputed": float(tot), "difference": float(tot - pub), "largest": max(sub, key=sub.get),
         "rounding_bound": float(tol), "inside_bound": abs(tot - pub) <= tol, "pm25_implied": np.nan}
    if len(sub) == 5:  # PM2.5 not printed: what the published index implies
        q["pm25_implied"] = float((pub - tot) * 35)
        q["difference"] = q["rounding_bound"] = np.nan
        q["inside_bound"] = ""
        print(r["place"], {k: round(float(v / pub * 100), 2) for k, v in sub.items()},
              "PM2.5", round(float((pub - tot) / pub * 100), 2), "% (published shares in the source column)")
    out.append(q)
o = pd.DataFrame(out)
print(o.to_string())
write_csv(o, "published_vectors.csv")
