"""Pages on what happened on this day of other years: a line for each year, which begins with it."""

from datetime import date

from kg.arabic import digits_value
from kg.extract.dates.expression import View

_OPENING = 12
"""Words within which a page says what it is."""
_TITLES = (("هذا", "اليوم", "في", "التاريخ"), ("مثل", "هذا", "اليوم"))
_YEARS = range(1000, 2100)


def is_chronicle(view: View) -> bool:
    """Whether its title says so («حدث في مثل هذا اليوم») and the article's day is known."""
    forms = tuple(word.form.removeprefix("ب") for word in view.words[:_OPENING])
    return view.today is not None and any(forms[at : at + len(title)] == title for title in _TITLES for at in range(len(forms)))


def day_of_line(view: View, index: int, today: date | None) -> date | None:
    """The day that a line is about, where the year that it begins with stands at an index: «1940 - …»."""
    if today is None or index + 1 >= len(view.words) or "\n" not in view.words[index].glued:
        return None
    year = digits_value(view.form(index))
    if year is None or year not in _YEARS or not view.words[index + 1].glued.startswith(("-", "–", ":", "ـ")):
        return None
    try:
        return today.replace(year=year)
    except ValueError:  # 29 February
        return None
