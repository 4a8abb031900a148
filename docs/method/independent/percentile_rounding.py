"""Seeded vectors: percentiles (exact Fraction) and GB/T 8170 rounding (Decimal ROUND_HALF_EVEN). No input data."""
from common import *
import random
from fractions import Fraction as F
from decimal import Decimal, ROUND_HALF_EVEN, localcontext

rng = random.Random(663)
out = []
for i in range(200):
    n = rng.choice([1, 2, 3, 4, 5, 10, 20, 21, 27, 28, 29, 30, 31, 59, 90, 101, rng.randint(2, 120)])
    if i == 0: n = 366
    p = rng.choice([90, 95, 98, 50, 5, 25, 75, 0, 100, 99])
    dec = rng.choice([0, 0, 1, 2, 3])
    v = [Decimal(rng.randint(0, rng.choice([40, 300, 5000]))).scaleb(-dec) for _ in range(n)]
    x = sorted(F(str(a)) for a in v)
    k = 1 + F(n - 1) * p / 100
    s = k.numerator // k.denominator
    m = x[s - 1] if k == s else x[s - 1] + (x[s] - x[s - 1]) * (k - s)
    q = float(np.percentile([float(a) for a in v], p))   # cross-check, same definition (numpy "linear")
    assert abs(q - float(m)) < 1e-9 * max(1, abs(q)), (i, q, m)
    out.append({"id": i + 1, "n": n, "p": p, "values": ";".join(str(a) for a in v), "k": "%s/%s" % (k.numerator, k.denominator),
                "result_fraction": "%s/%s" % (m.numerator, m.denominator), "result": float(m)})
write_csv(pd.DataFrame(out), "percentiles.csv")

fixed = [("34.5", 0), ("35.5", 0), ("0.45", 1), ("0.55", 1), ("74.5", 0), ("75.5", 0), ("1.25", 1), ("1.35", 1),
         ("74.5000001", 0), ("0.5", 0), ("1.5", 0), ("-0.5", 0), ("-1.5", 0), ("-2.5", 0), ("0.05", 1), ("0.15", 1),
         ("2.675", 2), ("1.005", 2), ("0.0005", 3), ("0.0015", 3), ("99.5", 0), ("999.95", 1), ("0", 0), ("0.000", 2), ("9.5", 0)]
out = []
seen = set(fixed)
cases = list(fixed)
while len(cases) < 500:
    dec = rng.randint(0, 3)
    kind = rng.random()
    base = rng.randint(0, 10 ** rng.randint(1, 5))
    if kind < 0.45:      # exact tie
        t = Decimal(base).scaleb(-dec) + Decimal(5).scaleb(-dec - 1)
    elif kind < 0.7:     # just beside a tie
        t = Decimal(base).scaleb(-dec) + Decimal(5).scaleb(-dec - 1) + Decimal(rng.choice([-1, 1])).scaleb(-dec - rng.randint(2, 8))
    else:
        t = Decimal(base).scaleb(-dec) + Decimal(rng.randint(0, 9999)).scaleb(-dec - 4)
    if rng.random() < 0.1: t = -t
    c = (format(t, "f"), dec)
    if c not in seen:
        seen.add(c); cases.append(c)
with localcontext() as ctx:
    ctx.prec = 50
    for i, (t, dec) in enumerate(cases):
        e = Decimal(t).quantize(Decimal(1).scaleb(-dec), rounding=ROUND_HALF_EVEN)
        if e == 0: e = abs(e)
        # second path: exact Fraction
        f = F(t) * 10 ** dec; a = abs(f); q, r = divmod(a.numerator, a.denominator)
        q += 2 * r > a.denominator or (2 * r == a.denominator and q % 2 == 1)
        assert F(str(e)) * 10 ** dec == (q if f >= 0 else -q), (t, dec)
        out.append({"id": i + 1, "input": t, "decimals": dec, "expected": format(e, "f")})
write_csv(pd.DataFrame(out), "rounding.csv")
