"""Reads the SensorThings service with Fraunhofer's client: things, their datastreams, observations in a span, pages.

Usage: sta.py BASE. It knows the simulated month of the tests (January 2019, eleven cities, two stations) and ends with a
failure where the service says something else.
"""

import sys

import frost_sta_client as fsc
import requests

base = sys.argv[1]
service = fsc.SensorThingsService(base)


def same(found, expected, what):
    assert found == expected, f"{what}: {found!r} instead of {expected!r}"


# Every thing, in pages of five.
things = service.things().query().count().top(5).list()
same(things.count, 13, "things")
ids = [thing.id for thing in things]
same(len(ids), 13, "things over all pages")
same(len(set(ids)), 13, "different things")
assert "140100" in ids and "1081A" in ids, ids

# Cities alone, by a property within a property.
cities = service.things().query().filter("properties/level eq 'city'").list()
same(len(list(cities)), 11, "cities")

# One thing, its datastreams and their observed properties.
taiyuan = service.things().find("140100")
same(taiyuan.properties["code"], "140100", "code")
same(taiyuan.properties["simulated"], True, "simulated")
streams = list(taiyuan.get_datastreams().query().expand("ObservedProperty,Sensor").list())
same(
    sorted(stream.observed_property.properties["item"] for stream in streams),
    ["co", "no2", "o3", "pm10", "pm25", "so2"],
    "items",
)
found = service.datastreams().query().filter(
    "Thing/id eq '140100' and ObservedProperty/id eq 'pm25'"
).list()
pm25 = found.get(0)
same(pm25.unit_of_measurement.symbol, "µg/m³", "unit")

# A day of hours, by time, in pages of ten, the newest first.
day = (
    "phenomenonTime ge 2019-01-15T00:00:00+08:00 and phenomenonTime lt 2019-01-16T00:00:00+08:00"
)
hours = pm25.get_observations().query().filter(day).orderby("phenomenonTime", "desc").count().top(10).list()
same(hours.count, 24, "hours of a day")
times = [hour.phenomenon_time for hour in hours]
same(len(times), 24, "hours over all pages")
same(times, sorted(times, reverse=True), "order")
same(times[0], "2019-01-15T23:00:00+08:00/2019-01-16T00:00:00+08:00", "last hour of the day")
same({hour.parameters["kind"] for hour in hours}, {"simulated"}, "kind")

# Values beyond a bound, and their number by hand.
all_hours = pm25.get_observations().query().top(1000).list()
values = [hour.result for hour in all_hours]
same(len(values), 744, "hours of January")
bound = sorted(values)[700]
high = pm25.get_observations().query().filter(f"result gt {bound}").count().top(0).list()
same(high.count, sum(value > bound for value in values), f"hours above {bound}")

# The newest value of each item of each station: one request, three levels.
answer = requests.get(
    f"{base}/Things",
    params={
        "$filter": "properties/level eq 'station'",
        "$expand": "Locations,Datastreams($select=id;$expand=Observations($orderby=phenomenonTime desc;$top=1;$count=true))",
    },
    timeout=60,
)
answer.raise_for_status()
stations = answer.json()["value"]
same(len(stations), 2, "stations")
for station in stations:
    same(len(station["Locations"]), 1, "places")
    same(len(station["Datastreams"]), 6, "datastreams")
    for stream in station["Datastreams"]:
        same(len(stream["Observations"]), 1, "newest")
        assert stream["Observations@iot.count"] in (47, 48), stream["Observations@iot.count"]

# By hand: the wide file of the tests gives the first station 40 + hour for PM2.5, and the stamp is the hour's end.
value = requests.get(
    f"{base}/Datastreams('1081A.pm25.live-actual')/Observations",
    params={"$filter": "resultTime eq 2019-01-31T05:00:00+08:00"},
    timeout=60,
).json()["value"]
same([one["result"] for one in value], [45.0], "PM2.5 at 05:00")

print("ok")
