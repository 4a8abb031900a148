"""Annex D formulas, marks and means, and the filling of amounts.  usage: python stack.py

Standard library only (Python 3.11), exact fractions; rules from shared/reference/standards.md sections 4.4, 5 and 16.4.
Nothing is read from the program under test. Filling is written hour by hour, walking back in time, with no idea of periods
as a list.
"""
import csv
import random
from fractions import Fraction as F
from pathlib import Path

HERE = Path(__file__).resolve().parent
rnd = random.Random(20240601)


def dec(lo, hi, places):
    """A random decimal as text."""
    scale = 10 ** places
    return f"{rnd.randint(int(lo * scale), int(hi * scale))}/{scale}"


def text(x):
    return f"{x.numerator}/{x.denominator}"


def write(name, head, rows):
    with open(HERE / name, "w", newline="", encoding="utf-8") as out:
        w = csv.writer(out, lineterminator="\n")
        w.writerow(head)
        w.writerows(rows)
    print("wrote", name, len(rows), "rows")


def keep(x, places=6):
    """GB/T 8170, half to even."""
    s = x * 10 ** places
    n = s.numerator // s.denominator
    r = s - n
    if r > F(1, 2) or (r == F(1, 2) and n % 2):
        n += 1
    return F(n, 10 ** places)


# ── formulas ──
def folded(c, o2, ref):
    return "oxygen_at_air" if o2 >= 21 else c * (21 - ref) / (21 - o2)


def dry_flow(v, area, kv, t, ps, ba, x):
    q = 3600 * area * kv * v
    return q * 273 / (273 + t) * (ba + ps) / 101325 * (1 - x / 100)


rows = []


def case(kind, expect, *args):
    rows.append([kind, ";".join(args), expect if isinstance(expect, str) else text(expect)])


# §16.4 first; the frames 9 and 10 of §16.1 are the same figures.
for c, o2, ref in (("125/10", "9/1", "6/1"), ("351/10", "9/1", "6/1"), ("32/10", "9/1", "6/1"), ("100/1", "85/10", "10/1"), ("5/1", "21/1", "6/1"), ("5/1", "215/10", "6/1")):
    case("fold", folded(F(c), F(o2), F(ref)), c, o2, ref)
vector = ("105/10", "5/1", "1/1", "984/10", "-120/1", "92000/1", "112/10")
case("flow", dry_flow(*map(F, vector)), *vector)
case("amount", F("125/10") * dry_flow(*map(F, vector)) / 10 ** 6, "125/10", text(dry_flow(*map(F, vector))))
for _ in range(60):
    c, o2, ref = dec(0, 900, 2), dec(0, 22, 2), rnd.choice(["6/1", "3/1", "35/10", "9/1", "16/1", "18/1", "8/1", "10/1", "11/1"])
    case("fold", folded(F(c), F(o2), F(ref)), c, o2, ref)
    a = (dec(0, 40, 2), dec(0.5, 60, 3), dec(0.8, 1.2, 3), dec(-20, 400, 1), dec(-4000, 2000, 0), dec(70000, 105000, 0), dec(0, 60, 1))
    case("flow", dry_flow(*map(F, a)), *a)
    q = text(dry_flow(*map(F, a)))
    case("amount", F(c) * F(q) / 10 ** 6, c, q)
    t, ps, ba, x = a[3], a[4], a[5], a[6]
    case("standard", F(c) * 101325 / (F(ba) + F(ps)) * (273 + F(t)) / 273, c, t, ps, ba)
    case("dry", F(c) / (1 - F(x) / 100), c, x)
    ppm, m = dec(0, 2000, 1), rnd.choice(["64/1", "46/1", "30/1", "28/1", "17/1", "365/10"])
    case("mass", F(m) / F("22.4") * F(ppm), ppm, m)
    no, no2 = dec(0, 500, 1), dec(0, 80, 1)
    case("nox", F(no) * 46 / 30 + F(no2), no, no2)
    low = dec(0, 20.9, 1)
    case("alpha", F(21) / (21 - F(low)), low)
write("stack_formulas.csv", ["formula", "arguments", "expected"], rows)


# ── means and marks: value i of a series is (37 i mod 211)/10 ──
def series(spec):
    marks = []
    for part in spec.split():
        marks += [part[0]] * int(part[1:])
    return [(F(37 * i % 211, 10), m) for i, m in enumerate(marks)]


def mean_row(kind, spec, minutes=1):
    s = series(spec)
    ok = [v for v, m in s if m in "N-"]      # '-' stands for no mark
    need, expected = (12, max(len(s), 12)) if kind == "minute" else (45, 60)
    value = text(keep(sum(ok) / len(ok))) if ok and len(ok) * minutes >= need else "too_few"
    mark = "D"
    if s and F(len(ok), len(s)) >= F(3, 4):
        mark = "N"
    else:
        for m in "FMSDCTB":
            if s and F(sum(1 for _, x in s if x == m), len(s)) >= F(3, 4):
                mark = m
    return [kind, minutes, spec, value, mark, len(ok) * minutes, expected]


out = [mean_row("minute", s) for s in ("N12", "N11", "N11 D1", "N9 D3", "N8 D4", "N45 C15", "N44 C16", "F12", "F9 N3", "F8 N4", "-12", "-9 D3", "T60", "N60",
                                        # a 64th of a tenth ends in a 5 at the seventh decimal
                                        "N64", "D1 N64", "D2 N64", "D3 N64")]
out += [mean_row("hour", s) for s in ("N60", "N45", "N44", "N45 D15", "N44 D16", "C60", "N20 F40", "F60", "N15 F45", "N45 M5 C5 T5", "B60", "-45")]
out += [mean_row("hour", s, 5) for s in ("N12", "N9", "N8", "N9 D3", "N8 D4", "F9 N3")]
out += [mean_row("hour", s, 10) for s in ("N6", "N5", "N4", "N5 D1")]
for _ in range(60):
    parts = " ".join(f"{m}{rnd.randint(1, 40)}" for m in rnd.sample("NNNFMSDCTB-", rnd.randint(1, 4)))
    out.append(mean_row("minute", parts))
write("stack_means.csv", ["kind", "minutes_each", "values", "mean", "mark", "valid", "expected"], out)


# ── filling: the amount of hour i is (7919 i mod 1009)/100 kg ──
def fill_row(spec, capture, calibrations):
    state = []
    for part in spec.split():
        state += [part[0]] * int(part[1:])   # V valid, S stop, I invalid, O out of control, G not given
    while state and state[-1] == "G":
        state.pop()
    kind = ["I" if s == "G" else s for s in state]
    amounts = [F(7919 * i % 1009, 100) for i in range(len(state))]
    answers = []
    for i, k in enumerate(kind):
        if k not in "IO":
            continue
        first = i                             # walk back over the same kind and over stops
        j = i - 1
        while j >= 0 and kind[j] in (k, "S"):
            if kind[j] == k:
                first = j
            j -= 1
        last = i
        j = i + 1
        while j < len(kind) and kind[j] in (k, "S"):
            if kind[j] == k:
                last = j
            j += 1
        n = sum(1 for h in range(first, last + 1) if kind[h] == k)
        if capture == "":
            answers.append((i, "capture_unknown"))
            continue
        a = F(capture)
        if a < 75:
            answers.append((i, "capture_too_low"))
            continue
        back = 2160 if a < 90 else (180 if n <= 24 else 720)
        end = first
        if k == "O":
            passed = [c for c in calibrations if c <= first]
            if not passed:
                answers.append((i, "no_calibration"))
                continue
            end = max(passed)
        got = []
        h = end - 1
        while h >= 0 and len(got) < back:
            if kind[h] == "V":
                got.append(amounts[h])
            h -= 1
        answers.append((i, text(max(got)) if len(got) == back else "history_too_short"))
    # runs of equal answers: first hour, count, answer
    runs = []
    for i, a in answers:
        if runs and runs[-1][2] == a and runs[-1][0] + runs[-1][1] == i:
            runs[-1][1] += 1
        else:
            runs.append([i, 1, a])
    return [spec, capture, ";".join(map(str, calibrations)), ";".join(f"{i}+{n}={a}" for i, n, a in runs)]


cases = [
    ("V180 I24 V1", "90/1", []), ("V179 I1 V1", "95/1", []), ("V800 I25 V1", "90/1", []), ("V719 I25 V1", "90/1", []),
    ("V2160 I1 V1", "899/10", []), ("V2159 I1 V1", "80/1", []), ("V2160 I40 V1", "75/1", []), ("V2160 I1", "749/10", []),
    ("V300 I2 V3 I2", "", []), ("V200 O5 V20", "96/1", [190]), ("V200 O5 V20", "96/1", [170]), ("V200 O5 V20", "96/1", [179]), ("V200 O5 V20", "96/1", [180]), ("V200 O5 V20", "96/1", [201]),
    ("V400 O5 V20", "96/1", [300, 390, 410]), ("V400 O30 V5", "96/1", [390]), ("V800 O30 V5", "96/1", [790]), ("V400 O5", "96/1", []),
    ("V300 I10 S5 I10 V2", "91/1", []), ("V300 I20 S5 I10 V2", "91/1", []), ("V900 I20 S5 I10 V2", "91/1", []), ("V300 S4 I3 S4 V2 I1", "91/1", []),
    ("V300 I3 O4 I2 V5", "92/1", [280]), ("V300 G3 V5 G2 I2 V1", "92/1", []), ("I5 V300", "92/1", []), ("S10 V200 I1", "92/1", []),
]
for _ in range(40):
    spec = " ".join(f"{rnd.choice('VVVVSIIOG')}{rnd.choice([1, 2, 5, 20, 60, 200, 700])}" for _ in range(rnd.randint(4, 12)))
    spec = f"V{rnd.choice([100, 400, 900, 2300])} {spec}"
    cases.append((spec, rnd.choice(["", "60/1", "75/1", "82/1", "90/1", "97/1", "100/1"]), sorted(rnd.sample(range(0, 900), rnd.randint(0, 4)))))
write("stack_filling.csv", ["hours", "capture", "calibrations", "expected"], [fill_row(*c) for c in cases])
