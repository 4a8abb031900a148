"""Geodesic distances, GCJ-02 and containment by other programs: geographiclib, pyproj, coord-convert, eviltransform, shapely.

Nothing is taken from the program under test. places_located.csv and places_overlay.csv hold derived results only.
"""
from common import *
import csv
import json
import math
import random

from coord_convert import transform as convert
from eviltransform import wgs2gcj as evil_wgs2gcj
from geographiclib.geodesic import Geodesic
from pyproj import Geod
from shapely import STRtree
from shapely.geometry import Point, shape

rng = random.Random(2260)
PROJ = Geod(ellps="WGS84")


def rows(name, header, table):
    with open(HERE / name, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(table)
    print("wrote", name, len(table), "rows")


def vincenty_m(lon1, lat1, lon2, lat2):
    """Vincenty (1975), Survey Review 23, 88-93, inverse; None where it does not converge."""
    a, f = 6378137.0, 1 / 298.257223563
    b = a * (1 - f)
    u1, u2 = (math.atan((1 - f) * math.tan(math.radians(lat))) for lat in (lat1, lat2))
    delta = math.radians(lon2 - lon1)
    lam = delta
    for _ in range(200):
        x = math.cos(u2) * math.sin(lam)
        y = math.cos(u1) * math.sin(u2) - math.sin(u1) * math.cos(u2) * math.cos(lam)
        sin_s = math.hypot(x, y)
        if sin_s == 0:
            return 0.0
        cos_s = math.sin(u1) * math.sin(u2) + math.cos(u1) * math.cos(u2) * math.cos(lam)
        s = math.atan2(sin_s, cos_s)
        sin_a = math.cos(u1) * math.cos(u2) * math.sin(lam) / sin_s
        cos2 = 1 - sin_a * sin_a
        m = cos_s - 2 * math.sin(u1) * math.sin(u2) / cos2 if cos2 > 1e-15 else 0.0
        c = f / 16 * cos2 * (4 + f * (4 - 3 * cos2))
        before, lam = lam, delta + (1 - c) * f * sin_a * (s + c * sin_s * (m + c * cos_s * (2 * m * m - 1)))
        if abs(lam) > math.pi:
            return None
        if abs(lam - before) < 1e-13:
            uu = cos2 * (a * a - b * b) / (b * b)
            big_a = 1 + uu / 16384 * (4096 + uu * (uu * (320 - 175 * uu) - 768))
            big_b = uu / 1024 * (256 + uu * (uu * (74 - 47 * uu) - 128))
            ds = big_b * sin_s * (m + big_b / 4 * (cos_s * (2 * m * m - 1)
                 - big_b / 6 * m * (4 * sin_s * sin_s - 3) * (4 * m * m - 3)))
            return b * big_a * (s - ds)
    return None


# Geodesic distances -------------------------------------------------------------------------------------------------
def shanxi():
    return rng.uniform(110.2, 114.6), rng.uniform(34.5, 40.8)


def near(lon, lat, least_m, most_m):
    """A point at a random azimuth, by geographiclib's direct problem."""
    there = Geodesic.WGS84.Direct(lat, lon, rng.uniform(0, 360), rng.uniform(least_m, most_m))
    return there["lon2"], there["lat2"]


pairs = []
for _ in range(80):
    a = shanxi(); pairs.append(("shanxi", a, shanxi()))
for _ in range(80):
    a = shanxi(); pairs.append(("heat_radius", a, near(*a, 29_990, 30_010)))
for _ in range(60):
    a = shanxi(); pairs.append(("short", a, near(*a, 0.1, 3_000)))
for _ in range(60):
    pairs.append(("china", (rng.uniform(74, 134), rng.uniform(18, 53)), (rng.uniform(74, 134), rng.uniform(18, 53))))
for _ in range(60):
    pairs.append(("world", (rng.uniform(-180, 180), rng.uniform(-90, 90)), (rng.uniform(-180, 180), rng.uniform(-90, 90))))
for _ in range(20):
    lon, lat = rng.uniform(-180, 180), rng.uniform(-85, 85)
    far = (lon + 180 + rng.uniform(-0.5, 0.5) + 180) % 360 - 180
    pairs.append(("antipodal", (lon, lat), (far, -lat + rng.uniform(-0.5, 0.5))))
pairs += [("edge", (0.0, 0.0), (180.0, 0.0)), ("edge", (0.0, 90.0), (0.0, -90.0)), ("edge", (179.9, 10.0), (-179.9, 10.0)),
          ("edge", (112.5, 37.0), (112.5, 38.0)), ("edge", (112.0, 37.0), (113.0, 37.0)), ("edge", (112.5, 37.9), (112.5, 37.9))]
table, worst = [], [0.0, 0.0]
for kind, (lon1, lat1), (lon2, lat2) in pairs:
    lon1, lat1, lon2, lat2 = (round(v, 7) for v in (lon1, lat1, lon2, lat2))
    m = Geodesic.WGS84.Inverse(lat1, lon1, lat2, lon2)["s12"]
    worst[0] = max(worst[0], abs(m - PROJ.inv(lon1, lat1, lon2, lat2)[2]))
    other = vincenty_m(lon1, lat1, lon2, lat2)
    if other is not None and kind != "antipodal":
        worst[1] = max(worst[1], abs(m - other))
    table.append([kind, *("%.7f" % v for v in (lon1, lat1, lon2, lat2)), "%.6f" % m])
assert worst[0] < 1e-6 and worst[1] < 1e-3, worst
print("geographiclib against pyproj %.1e m, against Vincenty %.1e m" % tuple(worst))
rows("geodesic.csv", ["kind", "lon1_deg", "lat1_deg", "lon2_deg", "lat2_deg", "distance_m"], table)

# GCJ-02 -------------------------------------------------------------------------------------------------------------
table, worst, shifts = [], 0.0, []
points = [shanxi() for _ in range(150)] + [(rng.uniform(74, 134), rng.uniform(18, 53)) for _ in range(150)]
for lon, lat in points:
    lon, lat = round(lon, 7), round(lat, 7)
    to_lon, to_lat = convert.wgs2gcj(lon, lat)
    evil_lat, evil_lon = evil_wgs2gcj(lat, lon)
    worst = max(worst, PROJ.inv(to_lon, to_lat, evil_lon, evil_lat)[2])
    table.append(["%.7f" % lon, "%.7f" % lat, "%.12f" % to_lon, "%.12f" % to_lat])
    shifts.append(PROJ.inv(lon, lat, to_lon, to_lat)[2])
print("coord-convert against eviltransform: %.3f m; displacement in Shanxi %.0f to %.0f m" % (worst, min(shifts[:150]), max(shifts[:150])))
assert worst < 0.05
rows("gcj02.csv", ["lon_deg", "lat_deg", "gcj02_lon_deg", "gcj02_lat_deg"], table)

# Containment and overlay --------------------------------------------------------------------------------------------
folder = data_dir() / "shanxi_boundaries"


def outlines(name, prop):
    features = json.loads((folder / name).read_text(encoding="utf-8"))["features"]
    return [(str(f["properties"][prop]), shape(f["geometry"])) for f in features]


counties = outlines("shanxi_district_amap.geojson", "district_adcode")
tree = STRtree([geometry for _, geometry in counties])
places = [shanxi() for _ in range(800)]
vertices = [xy for _, geometry in counties for part in getattr(geometry, "geoms", [geometry]) for xy in part.exterior.coords]
for lon, lat in rng.sample(vertices, 700):  # near borders, some metres off
    places.append((lon + rng.uniform(-1e-4, 1e-4), lat + rng.uniform(-1e-4, 1e-4)))
table = []
for lon, lat in places:
    lon, lat = round(lon, 7), round(lat, 7)
    point = Point(lon, lat)
    codes = sorted(counties[i][0] for i in tree.query(point, predicate="intersects"))
    table.append(["%.7f" % lon, "%.7f" % lat, codes[0] if codes else ""])
rows("places_located.csv", ["lon_deg", "lat_deg", "code"], table)



def areas(geometry):
    """The areal parts: an intersection may also have points and lines."""
    parts = [g for g in getattr(geometry, "geoms", [geometry]) if g.geom_type in ("Polygon", "MultiPolygon")]
    return sum(abs(PROJ.geometry_area_perimeter(p)[0]) for g in parts for p in getattr(g, "geoms", [g]))


cities = outlines("shanxi_city_tianditu.geojson", "city_adcode")
table = []
for city, outline in cities:
    for code, county in sorted(counties):
        common = areas(outline.intersection(county))
        whole, part = areas(outline), areas(county)
        if common > 1e-4 * min(whole, part):
            table.append([city, code, "%.0f" % common, "%.6f" % (common / part), "%.6f" % (common / whole)])
rows("places_overlay.csv", ["area", "code", "common_m2", "share_of_place", "share_of_area"], table)
