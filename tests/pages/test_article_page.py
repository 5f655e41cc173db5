"""The page of one article: its text to the letter, with all that was read in it in place, and the facts beside it."""

import html
import re
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page
from pyoxigraph import Literal

from kg.ontology import Instances, kg
from kg.settings import Settings
from kg.store import StoreFolder
from kg.web import create_app

BROWSER = {"Accept": "text/html"}
FIRST = f"/id/article/{quote('خبر-1')}"
SEEDS = sorted((Path(__file__).parent.parent.parent / "seeds").glob("*.txt"))


@pytest.fixture(scope="module")
def client(small_store: Path) -> FlaskClient:
    return create_app(Settings(store=small_store)).test_client()


@pytest.fixture(scope="module")
def page_of_first(client: FlaskClient) -> str:
    return client.get(f"{FIRST}?lang=en", headers=BROWSER).text


def text_of(page: str) -> str:
    """The text of the article as a browser would have it before it joins line breaks."""
    found = re.search(r"<div class=\"text\"[^>]*>(.*?)</div>", page, re.DOTALL)
    assert found
    return html.unescape(re.sub(r"<[^>]+>", "", found.group(1)))


def test_the_text_is_there_to_the_letter(client: FlaskClient, small_store: Path) -> None:
    store = StoreFolder(small_store).snapshot()
    for name in ("خبر-1", "b2"):
        (stored,) = (quad.object for quad in store.quads_for_pattern(Instances().article(name), kg("text"), None))
        assert isinstance(stored, Literal)
        assert text_of(client.get(f"/id/article/{quote(name)}", headers=BROWSER).text) == stored.value


def test_mentions_triggers_and_evidence_stand_at_their_offsets(page_of_first: str) -> None:
    text = text_of(page_of_first)
    marked = re.findall(r'<(?:a|span)[^>]*class="([^"]*)"[^>]*data-at="(\d+),(\d+)"[^>]*>([^<]*)<', page_of_first)
    assert marked
    assert all(html.unescape(words) == text[int(begin) : int(end)] for _, begin, end, words in marked)
    by_words = {html.unescape(words): classes for classes, _, _, words in marked}
    assert "mention family-organisation" in by_words["تنظيم داعش"]
    assert "evidence" in by_words["تنظيم داعش"]
    assert "trigger family-attack" in by_words["تفجير"]


def test_a_mention_leads_to_what_it_means_and_a_fact_to_its_words(page_of_first: str) -> None:
    assert "/id/entity/khatib?lang=en" in page_of_first
    assert 'href="#char=20,106"' in page_of_first
    assert 'id="char=20,106"' in page_of_first


def test_every_span_that_begins_at_one_place_has_an_anchor_of_its_own(page_of_first: str) -> None:
    anchors = re.findall(r'id="(char=\d+,\d+)"', page_of_first)
    assert {"char=225,228", "char=225,289"} <= set(anchors)
    assert len(anchors) == len(set(anchors))


def test_facts_say_who_says_so_and_how_exactly(client: FlaskClient, page_of_first: str) -> None:
    facts = page_of_first.partition("data-facts")[2]
    assert "according to <q" in facts
    assert "الجيش السوري" in facts
    second = client.get("/id/article/b2?lang=en", headers=BROWSER).text.partition("data-facts")[2]
    assert "At least" in second


@pytest.mark.web
@pytest.mark.parametrize("language", ["ar", "en"])
def test_pointing_at_a_fact_lights_up_its_words_and_only_those(page: Page, language: str) -> None:
    article = SEEDS[2]
    page.goto(f"/id/article/{quote(article.stem)}?lang={language}")
    fact = page.locator(".fact").nth(2)
    fact.locator("a").hover()
    begin, end = (int(each) for each in (fact.locator("a").get_attribute("href") or "").removeprefix("#char=").split(","))
    lit = "".join(page.locator("[data-text] .lit").all_text_contents())
    text = article.read_bytes().decode()
    assert lit == text[begin:end].replace("\r\n", "\n")
    page.mouse.move(0, 0)
    page.wait_for_function("!document.querySelector('.lit')")


@pytest.mark.web
def test_pointing_at_words_lights_up_the_facts_that_rest_on_them_by_mouse_and_by_keyboard(page: Page) -> None:
    page.goto(f"/id/article/{quote(SEEDS[2].stem)}?lang=en")
    mention = page.locator("[data-text] a.mention.evidence").first
    mention.hover()
    assert page.locator(".fact.lit").count() > 0
    page.mouse.move(0, 0)
    mention.focus()
    assert page.locator(".fact.lit").count() > 0


@pytest.mark.web
def test_an_address_with_offsets_scrolls_to_the_span_and_lights_it(page: Page) -> None:
    article = SEEDS[1]
    page.goto(f"/id/article/{quote(article.stem)}?lang=ar")
    last = page.locator("[data-text] [id^='char=']").last.get_attribute("id") or ""
    page.goto(f"/id/article/{quote(article.stem)}?lang=ar#{last}")
    begin, end = (int(each) for each in last.removeprefix("char=").split(","))
    target = page.locator("[data-text] .target")
    assert "".join(target.all_text_contents()) == article.read_bytes().decode()[begin:end].replace("\r\n", "\n")
    page.wait_for_function(
        "() => { const top = document.querySelector('.target').getBoundingClientRect().top; return 0 <= top && top < innerHeight; }"
    )


@pytest.mark.web
def test_joined_letters_stay_joined_across_a_mark(page: Page) -> None:
    """A word is as wide with marks inside it as without: letters that lost their joins would be wider."""
    page.goto(f"/id/article/{quote(SEEDS[2].stem)}?lang=ar")
    widths = page.evaluate("""() => {
        const text = document.querySelector("[data-text]");
        const measure = (markup) => {
            const line = document.createElement("span");
            line.style.whiteSpace = "nowrap";
            line.innerHTML = markup;
            text.append(line);
            const width = line.getBoundingClientRect().width;
            line.remove();
            return width;
        };
        return [measure("ولروسيا"), measure('ول<a class="mention evidence lit family-place" href="#">روسيا</a>'), measure("ول روسيا")];
    }""")
    assert abs(widths[0] - widths[1]) < 0.5
    assert widths[2] - widths[0] > 1
