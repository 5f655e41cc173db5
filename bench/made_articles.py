"""Short reports of incidents that never were, as many as are wanted, each of another one."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from pathlib import Path

_TOWNS = ("بغداد", "الموصل", "حلب", "دمشق", "عدن", "صنعاء", "طرابلس", "بنغازي", "كركوك", "الرمادي", "تعز", "درعا", "حمص", "الفلوجة", "سرت")
_ATTACKS = (
    ("انفجار سيارة مفخخة", "قرب سوق شعبي"),
    ("تفجير انتحاري", "عند نقطة تفتيش"),
    ("هجوم مسلح", "على دورية للشرطة"),
    ("قصف مدفعي", "على حي سكني"),
    ("غارة جوية", "على مستودع للأسلحة"),
)
_SOURCES = ("مصدر أمني", "مسؤول محلي", "متحدث باسم الشرطة", "مصدر طبي", "شهود عيان")
_FIRST_DAY = date(2016, 1, 3)


def write_articles(file: Path, number: int) -> Path:
    """Writes so many as JSON lines, with the identifiers `made-0`, `made-1` and so on."""
    with file.open("w", encoding="utf-8") as lines:
        for article in _articles(number):
            lines.write(json.dumps(article, ensure_ascii=False) + "\n")
    return file


def _articles(number: int) -> Iterator[dict[str, str]]:
    kinds = list(product(_TOWNS, _ATTACKS, _SOURCES))
    for at in range(number):
        town, (attack, where), source = kinds[at % len(kinds)]
        killed, injured = 2 + at * 7 % 40, 3 + at * 11 % 90
        text = (
            f"مقتل {killed} أشخاص في {attack} في {town}\n\n"
            f"قتل {killed} أشخاص وأصيب {injured} آخرون بجروح في {attack} وقع {where} في مدينة {town}.\n\n"
            f"وقال {source} إن {attack} أسفر عن مقتل {killed} أشخاص، وإن الجرحى نقلوا إلى مستشفى المدينة.\n\n"
            f"ولم تعلن أي جهة مسؤوليتها عن الهجوم في {town}."
        )
        yield {"id": f"made-{at}", "text": text, "published": (_FIRST_DAY + timedelta(days=at * 2)).isoformat()}
