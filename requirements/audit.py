"""Looks for known weaknesses in locked dependencies, in a file of advisories: for where nobody can be asked (`make audit ADVISORIES=…`).

    python requirements/audit.py ADVISORIES LOCK…

ADVISORIES is OSV's archive for PyPI (all.zip), or a folder of such files: an advisory in JSON each. Ends with 1 where a
version that is locked is named by one, with 2 where there are no advisories to read.
"""

import json
import sys
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version


@dataclass(frozen=True, slots=True)
class Finding:
    """A locked version that an advisory names."""

    package: str
    version: str
    advisory: str
    summary: str
    fixed: str
    """The first version without it; "" where there is none."""


def locked(lock: Path) -> Iterator[tuple[str, str]]:
    """Name and version of each dependency in a file of hashed requirements."""
    for line in lock.read_text("utf-8").splitlines():
        if "==" in line and not line.lstrip().startswith(("#", "--")):
            requirement = Requirement(line.rstrip("\\ "))
            (pin,) = requirement.specifier
            yield canonicalize_name(requirement.name), pin.version


def advisories(source: Path) -> Iterator[dict[str, Any]]:
    """The advisories in an archive or a folder, but those that were withdrawn."""
    if source.is_dir():
        texts: Iterator[bytes] = (path.read_bytes() for path in sorted(source.rglob("*.json")))
    else:
        archive = zipfile.ZipFile(source)
        texts = (archive.read(name) for name in sorted(archive.namelist()) if name.endswith(".json"))
    yield from (found for text in texts if not (found := json.loads(text)).get("withdrawn"))


def findings(source: Path, locks: Mapping[tuple[str, str], Path]) -> tuple[int, list[Finding]]:
    """How many advisories there are, and what they say of the dependencies that are locked."""
    versions: dict[str, list[str]] = {}
    for name, version in locks:
        versions.setdefault(name, []).append(version)
    count, found = 0, []
    for advisory in advisories(source):
        count += 1
        for affected in advisory.get("affected", ()):
            package = affected.get("package", {})
            name = canonicalize_name(package.get("name", ""))
            if package.get("ecosystem") != "PyPI":
                continue
            for version in versions.get(name, ()):
                if (fixed := _affects(affected, version)) is not None:
                    found.append(Finding(name, version, advisory["id"], advisory.get("summary", ""), fixed))
    return count, found


def _affects(affected: Mapping[str, Any], version: str) -> str | None:
    """The version that is without it, "" where none is known; None where this one already is."""
    for span in affected.get("ranges", ()):
        if span.get("type") == "ECOSYSTEM" and (fixed := _within(span.get("events", ()), Version(version))) is not None:
            return fixed
    return "" if version in affected.get("versions", ()) else None


def _within(events: list[dict[str, str]], version: Version) -> str | None:
    """What `_affects` says, for the events of one range, in their order."""
    begun = False
    for event in events:
        try:
            if "introduced" in event:
                begun = version >= Version(event["introduced"])
            elif begun and "fixed" in event and version < Version(event["fixed"]):
                return event["fixed"]
            elif begun and "last_affected" in event and version <= Version(event["last_affected"]):
                return ""
            elif "fixed" in event or "last_affected" in event:
                begun = False
        except InvalidVersion:  # rare, and never a version that is locked: those are checked by pip
            continue
    return "" if begun else None


def main(arguments: list[str]) -> int:
    """Prints what was found; what the process ends with."""
    source, *locks = map(Path, arguments)
    pins = {pin: lock for lock in locks for pin in locked(lock)}
    if not source.exists():
        print(f"{source}: there are no advisories here; get OSV's archive for PyPI (all.zip), or leave ADVISORIES away", file=sys.stderr)
        return 2
    count, found = findings(source, pins)
    if not count:
        print(f"{source}: there is no advisory in it; it is to hold JSON files as OSV has them", file=sys.stderr)
        return 2
    for each in found:
        remedy = f"from {each.fixed} on it is mended" if each.fixed else "nothing mends it yet"
        print(f"{each.package} {each.version}: {each.advisory} {each.summary} ({remedy})")
    print(f"{len(pins)} dependencies, {count} advisories, {len(found)} of them say something of these")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
