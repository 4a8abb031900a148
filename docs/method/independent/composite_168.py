"""Composite index of the 168 cities, 2019-01, and national means of three months.

usage: python composite_168.py ../shared/data
Day variants: `ending` = stamps 01..23 of the date and 00 of the next date (stamp 00 is
hour 24); `stamp` = stamps 00..23 of the same date. Everything else is identical.
"""
from common import *

POLS = ["SO2", "NO2", "PM10", "PM2.5", "CO", "O3"]
ITEM = ["SO2", "NO2", "PM10", "PM2.5", "CO95", "O3_90"]
STD = dict(zip(ITEM, (60, 40, 70, 35, 4, 160)))
GROUPS = {
    "京津冀及周边": "北京 天津 石家庄 唐山 秦皇岛 邯郸 邢台 保定 承德 沧州 廊坊 衡水 张家口 太原 大同 朔州 忻州 阳泉 长治 晋城 济南 青岛 淄博 枣庄 东营 潍坊 济宁 泰安 日照 临沂 德州 聊城 滨州 菏泽 郑州 开封 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 南阳 商丘 信阳 周口 驻马店 呼和浩特 包头 朝阳 锦州 葫芦岛",
    "汾渭平原": "晋中 运城 临汾 吕梁 洛阳 三门峡 西安 铜川 宝鸡 咸阳 渭南",
    "长三角": "上海 南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁 杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水 合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城",
    "成渝": "重庆 成都 自贡 泸州 德阳 绵阳 遂宁 内江 乐山 眉山 宜宾 雅安 资阳 南充 广安 达州",
    "长江中游": "武汉 咸宁 孝感 黄冈 黄石 鄂州 襄阳 宜昌 荆门 荆州 随州 南昌 萍乡 新余 宜春 九江 长沙 株洲 湘潭 岳阳 常德 益阳",
    "珠三角": "广州 深圳 珠海 佛山 江门 肇庆 惠州 东莞 中山",
    "其他": "沈阳 大连 长春 哈尔滨 福州 厦门 南宁 海口 贵阳 昆明 拉萨 兰州 西宁 银川 乌鲁木齐",
}
C168 = [c for g in GROUPS.values() for c in g.split()]
assert len(C168) == len(set(C168)) == 168
# county-level (and XPCC county-level) cities of the archive, from general knowledge
COUNTY = ("临安 义乌 乳山 五家渠 库尔勒 句容 即墨 吴江 太仓 宜兴 富阳 寿光 常熟 平度 张家港 招远 文登 昆山 "
          "江阴 海门 溧阳 瓦房店 石河子 章丘 胶南 胶州 荣成 莱州 莱西 蓬莱 诸暨 金坛").split()


def load(ym, nxt):
    base = data_dir() / "cnemc_city_hourly"
    d = pd.read_csv(base / f"national_366_hourly_{ym}.csv.gz")
    f = base / f"national_366_hourly_{nxt}.csv.gz"
    if f.exists():
        e = pd.read_csv(f)
        d = pd.concat([d, e[(e.date == int(nxt + "01")) & (e.hour == 0)]], ignore_index=True)
    else:
        print("  no file for", nxt, "-> hour 24 of the last day is missing in variant `ending`")
    return d


def cube(d, ym, variant, cols):
    """-> cities, arrays [city, day, hour-of-day 1..24] in thousandths + mask"""
    day0 = pd.Timestamp(ym[:4] + "-" + ym[4:] + "-01")
    nd = day0.days_in_month
    t = pd.to_datetime(d["date"].astype(str)) + pd.to_timedelta(d["hour"], unit="h")
    if variant == "ending":   # stamp t closes hour t-1h..t
        t = t - pd.Timedelta(hours=1)
    k = ((t - day0) / pd.Timedelta(hours=1)).to_numpy().astype(np.int64)
    sel = (k >= 0) & (k < nd * 24)
    cities = np.array(sorted(d["city"].unique()))
    ci = np.searchsorted(cities, d["city"].to_numpy().astype(str))
    res = {}
    for c in cols:
        m, ok = milli(d[c])
        a = np.zeros((len(cities), nd * 24), np.int64)
        b = np.zeros_like(a, bool)
        s = sel & ok
        a[ci[s], k[s]] = m[s]
        b[ci[s], k[s]] = True
        res[c] = (a.reshape(-1, nd, 24), b.reshape(-1, nd, 24))
    return cities, res


def daily_mean(a, b):
    n = b.sum(axis=2)
    v = np.where(n >= 20, a.sum(axis=2) / np.maximum(n, 1) / SCALE, np.nan)
    return v


def mda8(a, b):
    v, w = [], []
    for end in range(8, 25):
        n = b[:, :, end - 8:end].sum(axis=2)
        v.append(np.where(n >= 6, a[:, :, end - 8:end].sum(axis=2) / np.maximum(n, 1) / SCALE, -1.0))
        w.append(n >= 6)
    mx, nw = np.max(v, axis=0), np.sum(w, axis=0)
    return np.where((nw >= 14) | (mx > 160), mx, np.nan), nw, mx


def mda8_published(a, b):
    """max of the published O3_8h column at hours 8..24 (>=14 present)"""
    a, b = a[:, :, 7:], b[:, :, 7:]
    return np.where(b.sum(axis=2) >= 14, np.where(b, a, -1).max(axis=2) / SCALE, np.nan)


def pct(row, p_num):
    """k = 1 + (n-1) p, p in hundredths"""
    x = np.sort(row[np.isfinite(row)])
    n = len(x)
    if n == 0:
        return np.nan
    k100 = 100 + (n - 1) * p_num
    s, r = divmod(k100, 100)
    return x[s - 1] if r == 0 else x[s - 1] + (x[s] - x[s - 1]) * r / 100


def month(d, ym, variant, published8=False, minimum=True):
    cities, r = cube(d, ym, variant, POLS + ["O3_8h"])
    need = (25 if ym[4:] == "02" else 27) if minimum else 1
    out = pd.DataFrame({"city": cities})
    for p, it in zip(POLS, ITEM):
        if p == "O3":
            day = mda8_published(*r["O3_8h"]) if published8 else mda8(*r["O3"])[0]
        else:
            day = daily_mean(*r[p])
        n = np.isfinite(day).sum(axis=1)
        out["n_" + p] = n
        if p == "CO":
            v = np.array([pct(x, 95) for x in day])
        elif p == "O3":
            v = np.array([pct(x, 90) for x in day])
        else:
            v = np.nansum(day, axis=1) / np.maximum(n, 1)
        out[it] = np.where(n >= need, v, np.nan)
    sub = pd.DataFrame({it: out[it] / STD[it] for it in ITEM})
    full = sub.notna().all(axis=1)
    out["composite"] = np.where(full, sub.sum(axis=1), np.nan)
    out["max_item"] = [sub.iloc[i].idxmax() if full[i] else "" for i in range(len(sub))]
    out["max_sub_index"] = np.where(full, sub.max(axis=1), np.nan)
    out["max_share_pct"] = out["max_sub_index"] / out["composite"] * 100
    return out


if __name__ == "__main__":
    nat = []
    pub = {"2019-01": (17, 38, 97, 66, 1.8, 79, "national_monthly_published.csv"),
           "2019-02": (13, 25, 80, 55, 1.4, 91, "NOTES.md text (PM10 after dust deduction)"),
           "2019-06": (9, 20, 43, 22, 0.9, 156, "national_monthly_published.csv")}
    for ym, nxt in (("201901", "201902"), ("201902", "201903"), ("201906", "201907")):
        d = load(ym, nxt)
        tabs = {"ending": month(d, ym, "ending"), "stamp": month(d, ym, "stamp"),
                "ending_published_O3_8h": month(d, ym, "ending", True),
                "ending_no_month_minimum": month(d, ym, "ending", minimum=False)}
        key = ym[:4] + "-" + ym[4:]
        for v, t in tabs.items():
            for sel_name, sel in (("all", np.ones(len(t), bool)), ("prefecture_334", ~t.city.isin(COUNTY)),
                                  ("168", t.city.isin(C168))):
                for i, it in enumerate(ITEM):
                    x = t.loc[sel, it]
                    nat.append({"month": key, "variant": v, "cities": sel_name, "item": it,
                                "n_cities": int(x.notna().sum()), "mean": x.mean(),
                                "published": pub[key][i], "difference": x.mean() - pub[key][i],
                                "published_source": pub[key][6]})
        if ym == "201901":
            a = tabs["ending"].set_index("city").loc[C168]
            b = tabs["stamp"].set_index("city").loc[C168]
            out = a.add_suffix("_ending").join(b.add_suffix("_stamp"))
            out["rank_ending"] = a["composite"].rank(method="min").astype("Int64")
            out["rank_stamp"] = b["composite"].rank(method="min").astype("Int64")
            # the same without the 27-day rule: 16 cities lack PM10 days (see README)
            z = tabs["ending_no_month_minimum"].set_index("city").loc[C168]
            out["PM10_no_minimum"] = z["PM10"]
            out["composite_no_minimum"] = z["composite"]
            out["rank_no_minimum"] = z["composite"].rank(method="min").astype("Int64")
            out = out.sort_values(["rank_ending"], kind="stable").reset_index()
            write_csv(out, "composite_168_201901.csv")
            full = tabs["ending"].merge(tabs["stamp"], on="city", suffixes=("_ending", "_stamp"))
            write_csv(full, "composite_all_201901.csv")
            print("best 10:", out.city.head(10).tolist())
            w = out.dropna(subset=["composite_ending"]).tail(10)
            print("worst 10 ending:", [(c, round(x, 4)) for c, x in zip(w.city, w.composite_ending)][::-1])
            w2 = out.sort_values("composite_stamp").dropna(subset=["composite_stamp"]).tail(5)
            print("worst 5 stamp:", [(c, round(x, 4)) for c, x in zip(w2.city, w2.composite_stamp)][::-1])
            w3 = out.sort_values("composite_no_minimum").tail(5)
            print("worst 5 without month minimum:", [(c, round(x, 4)) for c, x in zip(w3.city, w3.composite_no_minimum)][::-1])
            print("without index:", out[out.composite_ending.isna()].city.tolist())
            dd = (out.composite_ending - out.composite_stamp).abs()
            print("max |composite difference|", dd.max(), out.city[dd.idxmax()],
                  "ranks changed", int((out.rank_ending != out.rank_stamp).sum()),
                  "max rank shift", int((out.rank_ending - out.rank_stamp).abs().max()))
            print("2-decimals index differs:", int((out.composite_ending.round(2) != out.composite_stamp.round(2)).sum()))
            print(out[out.city.isin("太原 大同 朔州 忻州 阳泉 长治 晋城 晋中 运城 临汾 吕梁".split())][["city", "composite_ending", "composite_stamp", "rank_ending", "rank_stamp", "max_item_ending"]].to_string())
    nat = pd.DataFrame(nat)

    def near(r):
        return abs(r["difference"]) <= (0.05 if r["item"] == "CO95" else 0.5) + 1e-12
    ok = {(r["month"], r["variant"], r["cities"], r["item"]): near(r) for _, r in nat.iterrows()}

    def reason(r):
        if r["cities"] == "168":
            return "only for orientation: 168 cities against a figure for 337"
        if near(r):
            return "agrees within the rounding of the published figure"
        if r["item"] == "PM10":
            return "dust days taken out of the published figure, kept here; PM10 hours missing in the live data"
        if r["cities"] == "all" and ok[(r["month"], r["variant"], "prefecture_334", r["item"])]:
            return "city list: agrees when the 32 county-level cities are left out"
        if r["item"] == "O3_90" and ok.get((r["month"], "ending_published_O3_8h", "prefecture_334", "O3_90")):
            return "O3 8h of the city from city hours here; agrees with the published O3_8h column and the prefecture list"
        return "live against reviewed data, or city list; not resolved"
    nat["likely_reason"] = nat.apply(reason, axis=1)
    write_csv(nat, "national_means.csv")
    pd.set_option("display.width", 200)
    w = nat[nat.cities != "168"].pivot_table(index=["month", "item"], columns=["variant", "cities"], values="mean", sort=False).round(3)
    w.columns = ["/".join(c) for c in w.columns]
    w["published"] = nat.groupby(["month", "item"], sort=False)["published"].first()
    print(w.T.to_string())
    print(nat[(nat.item == "PM10")][["month", "variant", "cities", "n_cities"]].to_string())
    print(nat[(nat.cities == "prefecture_334") & nat.variant.str.startswith("ending")].groupby(["variant", "likely_reason"]).size().to_string())
