"""What the register must find in the trackers and lists, recomputed without it.  usage: python register_sources.py ../shared/data

Writes register_sources.csv (counts), small_coal_units.csv (units below 300 MW in operation, by city) and
heat_radius.csv (distances to the nearest heat source of clause 9). Needs geographiclib 2.1 and the standard library.
"""
import csv, gzip, io, json, sys
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path
from geographiclib.geodesic import Geodesic

HERE = Path(__file__).resolve().parent
DATA = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")


def rows(name):
    raw = (DATA / name).read_bytes()
    if name.endswith(".gz"):
        raw = gzip.decompress(raw)
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def write(name, header, lines):
    with open(HERE / name, "w", encoding="utf-8", newline="") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(header)
        out.writerows(lines)
    print("wrote", name, len(lines), "rows")


counts = []


def count(source, what, number):
    counts.append((source, what, number))


BUILT = ("operating", "mothballed", "retired")
MW = lambda r: Decimal(r["Capacity (MW)"])

# --- coal power units -------------------------------------------------------
units = rows("gem_trackers/gcpt_shanxi_units_2026-01.csv")
for status, n in sorted(Counter(r["Status"] for r in units).items()):
    count("gem_coal_units", "status " + status, n)
count("gem_coal_units", "units", len(units))
built = [r for r in units if r["Status"] in BUILT]
operating = [r for r in units if r["Status"] == "operating"]
count("gem_coal_units", "existing units", len(built))
count("gem_coal_units", "operating, waste coal", sum(r["Coal type"] == "waste coal" for r in operating))
count("gem_coal_units", "operating, CHP", sum(r["CHP"] == "yes" for r in operating))
count("gem_coal_units", "existing, CHP or below 300 MW", sum(r["CHP"] == "yes" or MW(r) < 300 for r in built))
count("gem_coal_units", "operating, CHP or below 300 MW", sum(r["CHP"] == "yes" or MW(r) < 300 for r in operating))
count("gem_coal_units", "existing, captive", sum(r["Captive"] != "" for r in built))
city_mw = defaultdict(Decimal)
for r in operating:
    city_mw[r["_prefecture"]] += MW(r)
for city, mw in sorted(city_mw.items()):
    count("gem_coal_units", "operating MW " + city, f"{mw.normalize():f}")
# Where the tracker's own city is not the one that the point lies in.
PINYIN = dict(zip("Taiyuan Datong Yangquan Changzhi Jincheng Shuozhou Jinzhong Yuncheng Xinzhou Linfen Lüliang".split(),
                  "太原市 大同市 阳泉市 长治市 晋城市 朔州市 晋中市 运城市 忻州市 临汾市 吕梁市".split()))
count("gem_coal_units", "existing, city differs from the point's",
      sum(PINYIN[r["Major area (prefecture, district)"]] != r["_prefecture"] for r in built))

small = [r for r in operating if MW(r) < 300]
by_city = defaultdict(list)
for r in small:
    by_city[r["_prefecture"]].append(r)
write("small_coal_units.csv", ["city", "units", "mw"],
      [(c, len(g), f"{sum(map(MW, g)).normalize():f}") for c, g in sorted(by_city.items())])

# --- heat sources: plants with an operating CHP unit and at least 300 MW in operation -------------
plants = defaultdict(list)
for r in units:
    plants[r["GEM location ID"]].append(r)
sources, listed = {}, 0
for plant, group in plants.items():
    if any(r["Status"] in BUILT and r["CHP"] == "yes" for r in group):
        listed += 1
    chp = [r for r in group if r["Status"] == "operating" and r["CHP"] == "yes"]
    if not chp:
        continue
    total = sum(MW(r) for r in group if r["Status"] == "operating")
    stands = max(chp, key=MW)  # the first of equals
    sources[plant] = (total, float(stands["Latitude"]), float(stands["Longitude"]))
count("gem_coal_units", "plants", len(plants))
count("gem_coal_units", "plants with an existing CHP unit", listed)
count("gem_coal_units", "plants with an operating CHP unit", len(sources))
large = {p: s for p, s in sources.items() if s[0] >= 300}
count("gem_coal_units", "plants with an operating CHP unit, 300 MW and more", len(large))
count("gem_coal_units", "plants with an operating CHP unit of 300 MW and more",
      sum(any(r["Status"] == "operating" and r["CHP"] == "yes" and MW(r) >= 300 for r in g) for g in plants.values()))
count("gem_coal_units", "plants whose operating units stand apart",
      sum(len({(r["Latitude"], r["Longitude"]) for r in g if r["Status"] == "operating"}) > 1 for g in plants.values()))
near = []
for r in operating:
    if not (r["CHP"] == "yes" or MW(r) < 300):
        continue
    lat, lon = float(r["Latitude"]), float(r["Longitude"])
    metres = [(Geodesic.WGS84.Inverse(lat, lon, s[1], s[2])["s12"], p) for p, s in large.items()]
    least, plant = min(metres)
    if least <= 30000:
        near.append((r["GEM unit/phase ID"], plant, f"{least:.3f}"))
write("heat_radius.csv", ["unit_id", "nearest_id", "distance_m"], sorted(near))
count("heat_radius", "units within 30 km", len(near))
count("heat_radius", "of them not at the source itself", sum(float(n[2]) > 0 for n in near))

# --- mines ------------------------------------------------------------------
mines = rows("gem_trackers/gcmt_shanxi_mines_2024-05.csv")
count("gem_coal_mines", "rows", len(mines))
for status, n in sorted(Counter(r["status"] for r in mines).items()):
    count("gem_coal_mines", "status " + status, n)
kept = defaultdict(list)
for r in mines:
    if r["status"] in BUILT:
        kept[r["id"]].append(r)
count("gem_coal_mines", "existing mines", len(kept))
count("gem_coal_mines", "existing mines with several rows", sum(len(g) > 1 for g in kept.values()))
closed = Counter({("operating",): "open", ("retired",): "closed"}.get(tuple(sorted({r["status"] for r in g})), "unknown")
                 for g in kept.values())
for state, n in sorted(closed.items()):
    count("gem_coal_mines", "existing, " + state, n)
capacity = [g[0]["capacity"] for g in kept.values() if len({r["capacity"] for r in g}) == 1]
known = [Decimal(c) for c in capacity if c not in ("", "0.0")]
count("gem_coal_mines", "existing, capacity known", len(known))
count("gem_coal_mines", "existing, capacity t/a", f"{(sum(known) * 1000000).normalize():f}")

# --- steel ------------------------------------------------------------------
BUILT_STEEL = BUILT + ("operating_pre-retirement",)
steel = rows("gem_trackers/gist_shanxi_units_2025-03-18.csv")
count("gem_steel_units", "units", len(steel))
for kind, n in sorted(Counter(r["tab-type"] for r in steel).items()):
    count("gem_steel_units", kind, n)
have = [r for r in steel if r["status"] in BUILT_STEEL]
count("gem_steel_units", "existing units", len(have))
for kind, n in sorted(Counter(r["tab-type"] for r in have).items()):
    count("gem_steel_units", "existing " + kind, n)
for status, n in sorted(Counter(r["status"] for r in have).items()):
    count("gem_steel_units", "status " + status, n)
count("gem_steel_units", "existing, capacity t/a", sum(int(r["current-capacity-(ttpa)"]) * 1000 for r in have))
steel_plants = rows("gem_trackers/gist_shanxi_plants_2025-03-20.csv")
count("gem_steel_plants", "rows", len(steel_plants))
count("gem_steel_plants", "plants", len({r["plant-id"] for r in steel_plants}))
for status, n in sorted(Counter({r["plant-id"]: r["plant-status"] for r in steel_plants}.values()).items()):
    count("gem_steel_plants", "plant status " + status, n)

# --- WRI --------------------------------------------------------------------
for name, source in (("wri_gppd/shanxi_wri_china_source.csv", "wri_shanxi"), ("wri_gppd/wri_china_source.csv.gz", "wri_china")):
    wri = rows(name)
    count(source, "rows", len(wri))
    count(source, "coal rows", sum(r["Fuel"] == "Coal" for r in wri))
    other = [r for r in wri if r["Fuel"] != "Coal"]
    count(source, "other plants, not under construction",
          len({r["Power Plant ID"] for r in other if r["Operational Status"] != "Under Construction"}))
wri = rows("wri_gppd/shanxi_wri_china_source.csv")
shared = equal = far = 0
for r in wri:
    if r["Fuel"] != "Coal" or "Link: L" not in r["Other"]:
        continue
    plant = "L100000" + r["Other"].split("Link: L")[1].split("=>")[0]
    if plant not in plants:
        continue
    shared += 1
    gem = sum(MW(u) for u in plants[plant] if u["Status"] == "operating")
    equal += gem == Decimal(r["Capacity (MW)"])
    u = plants[plant][0]
    far += Geodesic.WGS84.Inverse(float(r["Latitude"]), float(r["Longitude"]), float(u["Latitude"]), float(u["Longitude"]))["s12"] > 1000
count("wri_shanxi", "coal plants that GEM has too", shared)
count("wri_shanxi", "of these, the same MW in operation", equal)
count("wri_shanxi", "of these, more than 1 km apart", far)

# --- stations ---------------------------------------------------------------
SHANXI = "太原 大同 阳泉 长治 晋城 朔州 晋中 运城 忻州 临汾 吕梁".split()
knowair = rows("station_lists/knowair_station_info.csv")
count("knowair_stations", "stations", len(knowair))
count("knowair_stations", "stations in Shanxi", sum(r["area"] in SHANXI for r in knowair))
crea = rows("station_lists/crea_stationkey_joined.csv")
count("crea_stations", "stations", len(crea))
count("crea_stations", "stations in Shanxi", sum(r["City"] in SHANXI for r in crea))
count("crea_stations", "without a position", sum(r["Lon"] == "NA" for r in crea))
cma = rows("station_lists/cma_shanxi_met_stations_2016.csv")
count("cma_weather_stations", "stations", len(cma))
for site in ("53478", "53588", "53772"):
    for r in cma:
        if r["site"] == site:
            for axis in ("lon", "lat"):
                degrees = Decimal(int(r[axis]) // 100) + Decimal(int(r[axis]) % 100) / 60
                count("cma_weather_stations", f"{axis} of {site}", f"{round(degrees, 6).normalize():f}")

# --- regions ----------------------------------------------------------------
for level in ("province", "city", "district"):
    features = json.loads((DATA / f"shanxi_boundaries/shanxi_{level}_tianditu.geojson").read_text("utf-8"))["features"]
    count("region_boundaries", level, len(features))
fine = json.loads((DATA / "shanxi_boundaries/shanxi_district_amap.geojson").read_text("utf-8"))["features"]
count("region_boundaries", "district, Amap", len(fine))
counties = {f["properties"]["district_adcode"] for f in fine}
towns = rows("shanxi_boundaries/shanxi_towns_codes.csv")
count("township_codes", "rows", len(towns))
count("township_codes", "town or township", sum(r["name"][-1] in "镇乡" for r in towns))
count("township_codes", "subdistrict", sum(r["name"].endswith("街道") for r in towns))
count("township_codes", "in no county of the boundaries", sum(r["code"] not in counties for r in towns))
write("register_sources.csv", ["source", "what", "number"], counts)
