"""Lists the licences of what Isnad needs to run, in LICENCES.md beside this file (`make licences`).

A licence is what a package says of itself: an SPDX expression, else a classifier, else a short text. Ends with 1 where one
is not among those that may come in.
"""

import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HERE = Path(__file__).parent
PAGE = HERE / "LICENCES.md"
ALLOWED = frozenset(
    {
        *("MIT", "BSD", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "ISC", "Apache-2.0", "PSF-2.0", "Python-2.0", "Unlicense", "CC0-1.0"),
        *("Zlib", "MPL-1.1", "MPL-2.0", "W3C", "W3C-20150513", "ZPL-2.1", "CNRI-Python"),
    }
)
"""Licences that put no condition on who uses Isnad as a program or as a library. The MPL is about the package's own files alone."""
_SAID_OTHERWISE = {
    "mit": "MIT",
    "mit license": "MIT",
    "the mit license (mit)": "MIT",
    "apache software license": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "bsd license": "BSD",
    "bsd": "BSD",
    "bsd 3-clause": "BSD-3-Clause",
    "3-clause bsd license": "BSD-3-Clause",
    "isc license (iscl)": "ISC",
    "python software foundation license": "PSF-2.0",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "w3c license": "W3C",
    "zope public license": "ZPL-2.1",
    "zpl 2.1": "ZPL-2.1",
    "zpl-2.1": "ZPL-2.1",
    "the unlicense (unlicense)": "Unlicense",
}
_HEAD = """# Licences of what Isnad needs to run

By what each package says of itself; `make licences` makes this page, and a test holds it and the list of those that may come in
(`requirements/licences.py`). What only tests and extras need is not part of a release and not listed.

| package | licence |
|---|---|
"""


def needed(lock: Path = HERE / "run.txt") -> Iterator[Distribution]:
    """What is installed of a file of hashed requirements, as far as this system needs it."""
    names = set()
    for line in lock.read_text("utf-8").splitlines():
        if "==" in line:
            requirement = Requirement(line.rstrip("\\ "))
            if requirement.marker is None or requirement.marker.evaluate():
                names.add(canonicalize_name(requirement.name))
    for name in sorted(names):
        try:
            yield distribution(name)
        except PackageNotFoundError:
            print(f"{name} is not installed: `make run` or `make test` does that", file=sys.stderr)


def licence(package: Distribution) -> str:
    """What a package says its licence is, in SPDX's words where it can be put so."""
    if expression := _said(package, "License-Expression"):
        return expression[0]
    classifiers = [each.rpartition(" :: ")[2] for each in _said(package, "Classifier") if each.startswith("License ::")]
    said = " OR ".join(sorted({_SAID_OTHERWISE.get(each.lower(), each) for each in classifiers if each != "OSI Approved"}))
    text = " ".join(" ".join(_said(package, "License")).split())
    exact = _SAID_OTHERWISE.get(text.lower(), text)
    return exact if exact in ALLOWED else said or exact[:80] or "unknown"


def _said(package: Distribution, field: str) -> list[str]:
    return package.metadata.get_all(field) or []


def is_allowed(expression: str) -> bool:
    """Whether one of the alternatives of an SPDX expression is made of licences alone that may come in."""
    plain = re.sub(r"[()]", "", expression)
    return any(all(part.strip() in ALLOWED for part in way.split(" AND ")) for way in plain.split(" OR "))


def page() -> str:
    """The list, without versions: it changes only where a package or a licence does."""
    return _HEAD + "".join(f"| {canonicalize_name(each.name)} | {licence(each)} |\n" for each in needed())


def main() -> int:
    """Writes the page; what the process ends with."""
    PAGE.write_text(page(), "utf-8")
    refused = [f"{each.name}: {said}" for each in needed() if not is_allowed(said := licence(each))]
    for each in refused:
        print(
            f"{each} is not among the licences that may come in: find another package, or look into it and add it to ALLOWED",
            file=sys.stderr,
        )
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
