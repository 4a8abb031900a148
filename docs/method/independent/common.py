"""Shared helpers of the independent golden-value scripts (pandas/numpy only).

All thresholds come from shared/reference/standards.md section 2.1; nothing is
taken from the program under test.
"""
import os
for _v in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_v, "1")
import sys
from pathlib import Path
import numpy as np
import pandas as pd

HERE = Path(__file__).resolve().parent
IAQI_LEVELS = (0, 50, 100, 150, 200, 300, 400, 500)

# text -> exact decimal strings; CO in mg/m3
BP2012 = {
    "SO2_24h": "0 50 150 475 800 1600 2100 2620",
    "SO2_1h": "0 150 500 650 800",
    "NO2_24h": "0 40 80 180 280 565 750 940",
    "NO2_1h": "0 100 200 700 1200 2340 3090 3840",
    "CO_24h": "0 2 4 14 24 36 48 60",
    "CO_1h": "0 5 10 35 60 90 120 150",
    "O3_8h": "0 100 160 215 265 800",
    "O3_1h": "0 160 200 300 400 800 1000 1200",
    "PM10_24h": "0 50 150 250 350 420 500 600",
    "PM25_24h": "0 35 75 115 150 250 350 500",
}
BP2012 = {k: tuple(int(x) for x in v.split()) for k, v in BP2012.items()}
BP2026 = dict(BP2012)
BP2026["PM10_24h"] = (0, 50, 120, 250, 350, 420, 500, 600)
BP2026["PM25_24h"] = (0, 35, 60, 115, 150, 250, 350, 500)

SCALE = 1000  # concentrations are held as int64 thousandths


def data_dir():
    return Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")


def milli(series):
    """text/number column -> (int64 thousandths, valid mask); exact for <=3 decimals."""
    x = pd.to_numeric(series, errors="coerce").to_numpy(dtype=float)
    ok = np.isfinite(x)
    m = np.rint(np.where(ok, x, 0.0) * SCALE).astype(np.int64)
    if ok.any() and np.abs(m[ok] / SCALE - x[ok]).max() > 1e-9:
        raise SystemExit("more than three decimals met")
    return m, ok


def iaqi_int(c_milli, ok, bp, mode, cap=500, over=None):
    """Vectorised exact IAQI on thousandths.

    mode: 'ceil', 'half_up', 'floor', 'half_even'.
    Above the last threshold: `over` (int, or -1 = no IAQI); None = cap.
    Result -1 = none.
    """
    c = c_milli
    out = np.full(c.shape, -1, dtype=np.int64)
    for i in range(1, len(bp)):
        lo, hi = bp[i - 1] * SCALE, bp[i] * SCALE
        il, ih = IAQI_LEVELS[i - 1], IAQI_LEVELS[i]
        sel = ok & ((c > lo) if i > 1 else (c >= lo)) & (c <= hi)
        num = (ih - il) * (c[sel] - lo)
        den = hi - lo
        if mode == "ceil":
            v = -((-num) // den)
        elif mode == "half_up":
            v = (2 * num + den) // (2 * den)
        elif mode == "floor":
            v = num // den
        elif mode == "half_even":
            # il is always even-or-50-multiple: rounding must act on the full value
            full = il * den + num
            q, r = np.divmod(full, den)
            v = q + ((2 * r > den) | ((2 * r == den) & (q % 2 == 1))) - il
        else:
            raise ValueError(mode)
        out[sel] = v + il
    above = ok & (c > bp[-1] * SCALE)
    out[above] = cap if over is None else over
    return out


def write_csv(df, name, decimals=6):
    df.to_csv(HERE / name, index=False, encoding="utf-8", lineterminator="\n",
              float_format="%%.%df" % decimals)
    print("wrote", name, len(df), "rows")
