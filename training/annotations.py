"""Annotated articles of our own, kept without their texts: stand-off files that point into the corpus of news.

A stand-off file has what an annotated article of `gold/train` has, but a pair [begin, end] in place of every word that is
taken from the text: code points of the text as the corpus has it, end exclusive. `sha256` is the hash of that text in UTF-8.
Of a surface form it points to one occurrence, the first; of a trigger or a source the first inside the event's evidence.

    python training/annotations.py --shared ../shared --out DIR        articles with their annotations, as `gold/train` has them
    python training/annotations.py --take DIR                          stand-off files of such a folder
"""

import argparse
import json
import lzma
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from kg.errors import GoldError

STANDOFF = Path(__file__).with_suffix("")
"""The folder of the stand-off files."""
FROM_TEXT = frozenset({"name", "mentions", "role", "trigger", "evidence", "weapon", "counted", "attribution"})
"""Keys whose values are words of the text, at any depth."""

Record = dict[str, Any]
"""A JSON object: an annotated article, stand-off or not."""
Pair = list[int]
"""Begin and end of words in the text."""


def from_gold(gold: Mapping[str, Any], text: str) -> Record:
    """The stand-off form of an annotated article.

    Raises GoldError if it names words that are not in the text. An entity's `name` may differ from all its mentions (a
    spelling put right): it becomes the first mention.
    """
    found = {key: _changed(value, lambda words: _first(text, words)) for key, value in gold.items() if key not in ("entities", "events")}
    entities = [_entity_from_gold(entity, text) for entity in gold["entities"]]
    events = [_event_from_gold(event, text) for event in gold["events"]]
    return {**found, "sha256": _hash(text), "entities": entities, "events": events}


def to_gold(standoff: Mapping[str, Any], text: str) -> Record:
    """An annotated article as `gold/train` has it; raises GoldError if the text is not the one that was annotated."""
    if standoff["sha256"] != _hash(text):
        raise GoldError(f"{standoff['id']}: the corpus has another text of {standoff['corpus_id']} than the one annotated")
    return {key: _changed(value, lambda pair: text[slice(*pair)]) for key, value in standoff.items() if key != "sha256"}


def joined(folder: Path, corpus: Path) -> Iterator[tuple[Record, str]]:
    """Every annotated article of a folder of stand-off files with its text from the corpus, in the corpus's order.

    Raises GoldError at the end if the corpus lacks one.
    """
    wanted = {standoff["corpus_id"]: standoff for standoff in map(_read, sorted(folder.glob("*.json")))}
    with lzma.open(corpus, "rt", encoding="utf-8", newline="\n") as file:
        for line in file:
            if wanted and _identifier(line) in wanted:
                article = json.loads(line)
                yield to_gold(wanted.pop(article["id"]), article["text"]), article["text"]
    if wanted:
        raise GoldError(f"{corpus} has no article {', '.join(sorted(wanted))}")


def _identifier(line: str) -> str:
    """The identifier in a line of the corpus, which begins with it."""
    return line.split('"', 4)[3]


def _entity_from_gold(entity: Mapping[str, Any], text: str) -> Record:
    name = entity["name"] if entity["name"] in text else entity["mentions"][0]
    changed: Record = _changed({**entity, "name": name}, lambda words: _first(text, words))
    return changed


def _event_from_gold(event: Mapping[str, Any], text: str) -> Record:
    """An event, its words looked for in its evidence first."""
    evidence = [_first(text, words) for words in event["evidence"]]
    changed: Record = _changed(event, lambda words: _first(text, words, evidence))
    return {**changed, "evidence": evidence}


def _changed(value: Any, change: Callable[[Any], Any], *, is_from_text: bool = False) -> Any:  # noqa: ANN401  # any JSON value
    """The value with `change` applied to each word of the text in it, or to each pair that points to one."""
    if isinstance(value, Mapping):
        return {key: _changed(part, change, is_from_text=key in FROM_TEXT) for key, part in value.items()}
    if isinstance(value, list) and not (is_from_text and value and isinstance(value[0], int)):
        return [_changed(part, change, is_from_text=is_from_text) for part in value]
    return change(value) if is_from_text and value else value


def _first(text: str, words: str, within: Sequence[Pair] = ()) -> Pair:
    """Where the words stand first: inside one of the stretches if they do, as whole words but for clitics if they do."""
    whole = re.compile(rf"(?<!\w)[وفبلك]{{0,2}}({re.escape(words)})(?!\w)")
    for begin, end in (*within, (0, len(text))):
        stretch = text[begin:end]
        match = whole.search(stretch)
        at = match.start(1) if match else stretch.find(words)
        if at >= 0:
            return [begin + at, begin + at + len(words)]
    raise GoldError(f"not in the text: {words}")


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _read(path: Path) -> Record:
    try:
        record: Record = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise GoldError(f"{path} is not JSON: {error}") from error
    return record


def write_pairs(articles: Sequence[tuple[Record, str]], folder: Path) -> int:
    """Write `ID.txt` and `ID.json` for each article, every character of the text kept; how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    for gold, text in articles:
        (folder / f"{gold['id']}.txt").write_bytes(text.encode())
        (folder / f"{gold['id']}.json").write_text(json.dumps(gold, ensure_ascii=False, indent=1), "utf-8")
    return len(articles)


def write_standoff(pairs: Path, folder: Path) -> int:
    """Write a stand-off file for each annotated article of a folder as `gold/train` is; how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [path for path in sorted(pairs.glob("*.json")) if path.with_suffix(".txt").exists()]
    for path in paths:
        standoff = from_gold(_read(path), path.with_suffix(".txt").read_bytes().decode())
        (folder / path.name).write_text(_compact(standoff), "utf-8")
    return len(paths)


def _compact(standoff: Record) -> str:
    """JSON with a line for each entity, relation, event and statement."""
    rows = (
        f"{json.dumps(key)}: [\n  " + ",\n  ".join(map(json.dumps, value)) + "\n ]"
        if isinstance(value, list) and value
        else f"{json.dumps(key)}: {json.dumps(value)}"
        for key, value in standoff.items()
    )
    return "{\n " + ",\n ".join(rows) + "\n}\n"


def main(arguments: Sequence[str]) -> None:
    """Join the annotations with their texts, or take new ones in."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder of the corpora")
    parser.add_argument("--annotations", type=Path, default=STANDOFF, help="folder of the stand-off files")
    wanted = parser.add_mutually_exclusive_group(required=True)
    wanted.add_argument("--out", type=Path, help="folder for the texts with their annotations")
    wanted.add_argument("--take", type=Path, help="folder of texts with annotations to make stand-off files of")
    given = parser.parse_args(arguments)
    if given.take:
        print(write_standoff(given.take, given.annotations), "stand-off files written")
    else:
        print(write_pairs(list(joined(given.annotations, given.shared / "corpus" / "news.jsonl.xz")), given.out), "articles written")


if __name__ == "__main__":
    main(sys.argv[1:])
