"""Articles that somebody may have made to do harm: mutated ones, and generated ones of every kind that is known to do it."""

import json
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

_WORDS = "قتل بغداد قال هجوم محمد الرئيس منظمة داعش أعلن مسؤوليته أمس الاثنين 12 مارس 2024 شخصا و في من إن وأضاف ثلاثة".split()
UNITS = (
    *("و", "و ", "ـ", "ا", "ال", "1", "12 ", "٣", "½", '"', "«", "»", "«»", "(", ")", "()", "[", "،", ". ", "\n", " ", "\t", "-", "/", ":"),
    *(
        "\u202e",
        "\u2067\u2069",
        "\u200f",
        "\u200d",
        "\u064e",
        "\u0651\u064e",
        "\ufeff",
        "\u0600",
        "\u0670",
        "😀",
        "ﷺ",
        "\U0001eef1",
        "\u2028",
    ),
    *("قتل ", "بغداد ", "وبغداد ", "قال ", "قال «", "قال محمد إن ", "قتل 12 شخصا في بغداد ", "هجوم آخر في بغداد. ", "محمد علي حسن، "),
    *("العراق وسوريا ولبنان و", "12 مارس 2024 ", "يوم الاثنين الماضي ", "أعلن تنظيم داعش مسؤوليته عن الهجوم ", "نفت حماس صلتها بالهجوم "),
    *(
        "زعيم تنظيم داعش أبو بكر ",
        "بحسب وكالة رويترز، ",
        "ثلاثة وعشرون ألفا و",
        "1/2/2024 ",
        "%d",
        "\\u0000",
        "\\",
        "\x7f",
        "\x01",
        "http://a/",
    ),
)
_LIKE_CODE = (
    "SELECT * { ?s ?p ?o } ; DROP ALL",
    "} ; DELETE WHERE { ?s ?p ?o } ; INSERT DATA { <urn:x> <urn:x> <urn:x> ",
    '<urn:s> <urn:p> """a""" . @prefix : <urn:> .',
    '"""""" \\"""^^<urn:x>@ar . <> a <> .',
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "<!ENTITY a '&b;&b;&b;'>]]><![CDATA[",
    "{{ 7*7 }} {% raw %} ${jndi:ldap://x} $(id) `id` '; DROP TABLE articles; --",
    "=cmd|' /C calc'!A1",
    "../../../../etc/passwd",
)
_IRI_BREAKERS = " <>\"{}|\\^`%#?/&=+;,:@!$'()*[]\u00a0\u202e\ufffe\U000effff\u0085أ\t\r\n.~"
_WRONG = (
    None,
    True,
    0,
    -1,
    1.5,
    [],
    {},
    [["x"]],
    {"a": {"b": []}},
    "",
    " ",
    "\x00",
    10**400,
    "2024-13-45",
    "0000-00-00",
    "99999-01-01",
    "-1-01-01",
)
_FIELDS = ("id", "text", "title", "published", "publisher", "url", "retrieved", "archived")


@dataclass(frozen=True, slots=True)
class Hostile:
    """The content of one file, and the ending that says how it is to be read."""

    kind: str
    ending: str
    content: bytes


def hostile(seeds: Mapping[str, str], number: int, seed: int, longest: int) -> Iterator[Hostile]:
    """So many inputs, the same for the same `seed`; texts of `seeds` are what is mutated. Few have more characters than `longest`."""
    chance = random.Random(seed)  # noqa: S311  # the same articles each time
    made = _Made(chance, list(seeds.values()), longest)
    kinds: tuple[tuple[int, Callable[[], Hostile]], ...] = (
        (6, made.mutated),
        (2, made.bytes_broken),
        (4, made.repeated),
        (2, made.nested),
        (2, made.like_code),
        (2, made.odd_record),
        (2, made.odd_identifier),
        (1, made.long_name),
        (2, made.page),
        (1, made.broken_json),
    )
    weights = [weight for weight, _ in kinds]
    for _ in range(number):
        yield chance.choices(kinds, weights)[0][1]()


@dataclass(frozen=True, slots=True)
class _Made:
    chance: random.Random
    texts: list[str]
    longest: int

    def size(self) -> int:
        """Mostly short, since it is one character more or fewer that does harm; at times as long as they may be."""
        return int(self.longest ** self.chance.uniform(0.3, 1))

    def mutated(self) -> Hostile:
        """An honest text, cut, doubled, mixed with another, or with something odd in it."""
        text = self.part()
        for _ in range(self.chance.choice((1, 1, 2, 4, 16))):
            at, to = sorted(self.chance.randint(0, len(text)) for _ in range(2))
            match self.chance.randrange(5):
                case 0:
                    text = text[:at] + text[min(to, at + 9) :]
                case 1:
                    text = text[:at] + self.chance.choice((*UNITS, *_LIKE_CODE)) * self.chance.choice((1, 3, 50)) + text[at:]
                case 2:
                    text = text[:at] + text[at:to] * 2 + text[to:]
                case 3:
                    text = text[:at] + self.part()[at:to] + text[to:]
                case _:
                    text = (
                        text[:at]
                        + chr(self.chance.choice((self.chance.randrange(1, 0x600), self.chance.randrange(0x600, 0x700))))
                        + text[at + 1 :]
                    )
        return self.text("mutated", text[: self.longest])

    def bytes_broken(self) -> Hostile:
        """Bytes that are no UTF-8, or another encoding's."""
        content = self.part().encode(self.chance.choice(("utf-8", "utf-16", "utf-7", "cp1256", "utf-32-be")), "replace")
        at = self.chance.randint(0, len(content))
        odd = self.chance.choice((b"", b"\xff\xfe", b"\xc3", b"\xed\xa0\x80", b"\x00", b"\xf8\x88\x80\x80\x80", b"\xef\xbb\xbf"))
        return Hostile("broken bytes", self.chance.choice((".txt", ".html", ".jsonl")), content[:at] + odd + content[at:])

    def repeated(self) -> Hostile:
        """One thing, or a few, again and again: what takes a time that grows with its square."""
        units = self.chance.choices(UNITS, k=self.chance.choice((1, 1, 1, 2, 3)))
        unit = "".join(units)
        text = (unit * (self.size() // len(unit) + 1))[: self.longest]
        return self.text("repeated", f"{self.chance.choice(('', 'بغداد '))}{text}{self.chance.choice(('', ' قتل.', ')'))}")

    def nested(self) -> Hostile:
        """Brackets and quotation marks that open and open."""
        opening, closing = self.chance.choice(("«»", "()", '""', "[]", "{}", "“”"))
        depth, inside = self.size() // 4, " ".join(self.chance.choices(_WORDS, k=3))
        return self.text("nested", f"{opening + inside} " * (depth // 10) + opening * depth + inside + closing * depth)

    def like_code(self) -> Hostile:
        """A text that something may take for its own language."""
        parts = [*self.part().split("\n"), *self.chance.choices(_LIKE_CODE, k=3)]
        self.chance.shuffle(parts)
        return self.text("like code", "\n".join(parts))

    def odd_record(self) -> Hostile:
        """A line of JSON whose fields are not what they should be."""
        record: dict[str, object] = {**self.record(), "published": "2024-03-05", "publisher": "صحيفة", "url": "https://example.org/"}
        for name in self.chance.sample(_FIELDS, self.chance.choice((1, 1, 2, 4))):
            record[name] = self.chance.choice((*_WRONG, *_LIKE_CODE, "\ud800", "ا" * self.size(), "javascript:alert(1)", "http://[::"))
        return self.line("odd record", record)

    def odd_identifier(self) -> Hostile:
        """An identifier that would break an IRI, a path, a query."""
        odd = "".join(self.chance.choices(_IRI_BREAKERS, k=self.chance.choice((1, 3, 20, 600))))
        known = {
            **self.record(),
            "id": odd + str(self.chance.random()),
            "title": odd,
            "publisher": odd,
            "url": f"https://example.org/{odd}",
        }
        for name in self.chance.sample(("title", "publisher", "url"), 2):
            del known[name]
        return self.line("odd identifier", known)

    def long_name(self) -> Hostile:
        """Names of many words, words of many letters."""
        word = "ا" + "".join(self.chance.choices("بتثجحخدذرزسشصضطظعغفقكلمنهوي", k=self.chance.choice((1, 30, 5_000))))
        name = " ".join([word] * max(10_000 // len(word), 1))
        text = f"قال {self.chance.choice(('الرئيس', 'زعيم تنظيم', 'منظمة', ''))} {name} إن هجوما وقع في بغداد أمس."
        return self.line("long name", {**self.record(), "text": text, "publisher": name, "title": name})

    def page(self) -> Hostile:
        """HTML: deep, broken, huge, with entities that grow."""
        tag = self.chance.choice(("div", "b", "table", "ul", "blockquote", "svg", "p", "a", "font", "form"))
        depth, text = self.size() // 4, self.part()
        bomb = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
        body = self.chance.choice(
            (
                f"<{tag}>" * depth + text + f"</{tag}>" * depth,
                f"<{tag}>" * depth + text,
                "".join(f"<{tag}>{line}" for line in text.splitlines()) * self.chance.choice((1, 20)),
                f"<p {'a=1 ' * depth}>{text}</p>",
                f"<!DOCTYPE html [<!ENTITY l0 'x'>{bomb}]><p>&l9;{text}</p>",
                f"<p>{text}</p>" + "<!--" * depth,
                f"<p>{text}</p><script>" + "<" * depth,
                f"<article><p>{text}</p>" + f"<a href='{'/' * 100}'>{text[:20]}</a>" * (depth // 20),
                "&" * depth + text + "&#x110000;&#0;&#xd800;" * 9,
            )
        )
        head = self.chance.choice(("", "<meta charset=utf-7>", "<meta charset=windows-1256>", "<title>" + text[: depth % 500] + "</title>"))
        return Hostile("page", ".html", f"<html><head>{head}</head><body>{body}".encode("utf-8", "surrogatepass"))

    def broken_json(self) -> Hostile:
        """Lines that are no JSON, or JSON that nobody can take in."""
        line = json.dumps(self.record(), ensure_ascii=False)
        at, depth = self.chance.randint(0, len(line)), self.size()
        content = self.chance.choice(
            (
                line[:at],
                line[:at] + self.chance.choice('{}[]",:\\\n\r\x00') + line[at:],
                '{"id": "a", "text": ' + "[" * depth,
                '{"a":' * depth,
                '{"id": ' + "9" * depth + ', "text": "قتل"}',
                '{"id": 1e999, "text": NaN}',
                line[:-1] + ', "text": "قتل", "text": 1}',
                '"' * depth,
                "\n" * depth,
            )
        )
        return Hostile("broken JSON", ".jsonl", content.encode("utf-8", "surrogatepass"))

    def part(self) -> str:
        """Some of an honest text."""
        text = self.chance.choice(self.texts)
        return text[: self.chance.choice((300, 1_000, len(text)))]

    def record(self) -> dict[str, object]:
        """A line of JSON as it should be."""
        return {"id": f"h{self.chance.randrange(10**12)}", "text": self.part()}

    def text(self, kind: str, text: str) -> Hostile:
        """A text, in a file or a line: NUL and other controls come through JSON only."""
        if self.chance.random() < 0.5:
            return Hostile(kind, ".txt", text.encode("utf-8", "surrogatepass"))
        return self.line(kind, {**self.record(), "text": text})

    def line(self, kind: str, record: Mapping[str, object]) -> Hostile:
        """A record as a line."""
        return Hostile(kind, ".jsonl", json.dumps(record, ensure_ascii=self.chance.random() < 0.5).encode("utf-8", "surrogatepass"))
