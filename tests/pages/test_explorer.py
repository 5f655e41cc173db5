"""The graph explorer, driven as a reader would: by the drawing's list and buttons, the search box, keys and addresses."""

import struct
from collections.abc import Iterator
from itertools import combinations, pairwise
from math import dist
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, expect
from pyoxigraph import Literal, NamedNode, Quad, Store
from serving import serving

from kg.ontology import Instances, kg, term
from kg.queries import fill, load, run, table
from kg.resources import resource
from kg.settings import Settings
from kg.store import StoreFolder
from kg.web import create_app

ISLAMIC_STATE, RUSSIA, PUTIN = "Q2429253", "Q159", "Q7747"
INSTANCES = Instances()
QUERIES = load(resource("queries"))


@pytest.fixture(scope="module")
def seeds(seeds_store: Path) -> Store:
    return StoreFolder(seeds_store).snapshot()


@pytest.fixture(scope="module")
def client(seeds_store: Path) -> FlaskClient:
    return create_app(Settings(store=seeds_store)).test_client()


@pytest.fixture(scope="module")
def all_nodes(seeds: Store) -> int:
    """How many nodes are drawn where all incidents of Islamic State are, and itself."""
    counts = asked(seeds, "neighbour-counts", node=f"entity:{ISLAMIC_STATE}")
    return 1 + next(int(row["neighbours"]) for row in counts if row["kind"] == "kg:Incident")


def asked(store: Store, query: str, /, **values: str) -> list[dict[str, str]]:
    found = table(run(store, fill(QUERIES[query], values, INSTANCES), INSTANCES), INSTANCES)
    return [dict(zip(found.variables, row, strict=True)) for row in found.rows]


# The questions that it asks


def test_neighbours_come_with_what_leads_to_them_in_which_direction(seeds: Store) -> None:
    found = asked(seeds, "neighbours", node=f"entity:{PUTIN}", kind="kg:Statement")
    assert {"kg:Statement"} == {row["kind"] for row in found}
    assert any(row["in"].endswith("ontology#speaker") and not row["out"] for row in found)


def test_neighbours_of_an_article_are_what_it_mentions(seeds: Store) -> None:
    (article, *_) = asked(seeds, "neighbours", node=f"entity:{RUSSIA}", kind="kg:Article")
    back = asked(seeds, "neighbours", node=article["neighbour"], kind="kg:Place")
    assert f"entity:{RUSSIA}" in {row["neighbour"] for row in back if row["out"].endswith("taIdentRef")}


def test_the_counts_are_those_of_the_neighbours(seeds: Store) -> None:
    for row in asked(seeds, "neighbour-counts", node=f"entity:{ISLAMIC_STATE}"):
        neighbours = asked(seeds, "neighbours", node=f"entity:{ISLAMIC_STATE}", kind=row["kind"])
        assert len({each["neighbour"] for each in neighbours}) == int(row["neighbours"])


def test_what_connects_two_is_a_neighbour_of_both(seeds: Store) -> None:
    between = {row["first"] for row in asked(seeds, "connections", **{"from": f"entity:{ISLAMIC_STATE}", "to": f"entity:{PUTIN}"})}
    both = [{row["neighbour"] for row in asked(seeds, "neighbours", node=f"entity:{each}")} for each in (ISLAMIC_STATE, PUTIN)]
    assert between == {each for each in both[0] & both[1] if not each.startswith("article:")} != set()


def test_distant_connections_are_paths_link_by_link(seeds: Store) -> None:
    ends = {"from": f"entity:{ISLAMIC_STATE}", "to": f"entity:{PUTIN}"}
    for row in asked(seeds, "distant-connections", **ends)[:3]:
        path = [each for each in (ends["from"], row["first"], row["second"], row["third"], ends["to"]) if each]
        assert len(path) == len(set(path))
        for here, there in pairwise(path):
            assert there in {each["neighbour"] for each in asked(seeds, "neighbours", node=here)}


# The page without its script


def test_without_a_start_the_most_connected_incidents_are_offered(client: FlaskClient) -> None:
    page = client.get("/explorer?lang=en").text
    assert page.count('href="/explorer?start=') == 12
    assert "noscript" in page


def test_a_start_may_be_a_short_name_or_an_iri(client: FlaskClient) -> None:
    iri = f"https://w3id.org/isnad/id/entity/{RUSSIA}"
    for start in (RUSSIA, f"entity:{RUSSIA}", iri):
        assert f'data-start="{iri}"' in client.get("/explorer", query_string={"start": start}).text


def test_a_start_cannot_become_markup(client: FlaskClient) -> None:
    assert "<script>alert" not in client.get("/explorer", query_string={"start": '"><script>alert(1)</script>'}).text


# In the browser


@pytest.mark.web
@pytest.mark.parametrize("language", ["ar", "en"])
def test_expanding_by_kind_adds_as_many_as_the_button_says(page: Page, language: str) -> None:
    begin(page, ISLAMIC_STATE, language)
    button = page.locator('[data-key="expand-Incident"]')
    number = int(button.locator("bdi").inner_text())
    button.click()
    expect(page.locator(".explorer-nodes li")).to_have_count(1 + number)
    expect(button).to_be_disabled()


@pytest.mark.web
def test_expanding_goes_on_where_it_stopped(page: Page, all_nodes: int) -> None:
    begin(page, ISLAMIC_STATE)
    page.select_option('[data-do="step"]', "10")
    for shown in (11, all_nodes):
        page.locator('[data-key="expand-Incident"]').click()
        expect(page.locator(".explorer-nodes li")).to_have_count(shown)


@pytest.mark.web
def test_shortest_paths_join_two_that_are_found_by_name(page: Page) -> None:
    begin(page, ISLAMIC_STATE)
    page.locator('[data-key="path"]').click()
    search(page, "بوتين")
    expect(page.locator(".explorer-chosen h3")).to_have_text("Vladimir Putin")
    page.locator('[data-key="path"]').click()
    expect(page.locator(".explorer-said")).to_contain_text("Shortest path: 2 links")
    assert page.locator(".explorer-nodes li").count() > 2


@pytest.mark.web
def test_two_that_nothing_connects_are_told_so(browser: Browser, crowd: str) -> None:
    page = browser.new_page(base_url=crowd)
    page.goto("/explorer?lang=en#nlonely,0,0;nQ796,200,0")
    page.locator('[data-key="path"]').click()
    page.locator(".explorer-nodes button").nth(1).click()
    page.get_by_role("button", name="Path to here").click()
    expect(page.locator(".explorer-said")).to_have_text("There is no path of fewer than five links between them.")
    page.close()


@pytest.mark.web
def test_hidden_nodes_stay_in_the_list_and_what_is_removed_comes_back_by_undoing(page: Page, all_nodes: int) -> None:
    begin(page, ISLAMIC_STATE)
    page.locator('[data-key="expand-Incident"]').click()
    nodes = page.locator(".explorer-nodes li")
    expect(nodes).to_have_count(all_nodes)
    nodes.nth(3).locator("button").click()
    page.locator('[data-key="hide"]').click()
    expect(page.locator(".explorer-nodes .is-hidden")).to_have_count(1)
    page.locator('[data-key="remove"]').click()
    expect(nodes).to_have_count(all_nodes - 1)
    page.keyboard.press("Control+z")
    expect(nodes).to_have_count(all_nodes)
    page.locator('[data-do="undo"]').click()
    expect(page.locator(".explorer-nodes .is-hidden")).to_have_count(0)


@pytest.mark.web
def test_the_address_brings_back_the_same_drawing_pins_and_places(page: Page, all_nodes: int) -> None:
    begin(page, ISLAMIC_STATE)
    page.locator('[data-key="expand-Incident"]').click()
    expect(page.locator(".explorer-nodes li")).to_have_count(all_nodes)
    expect(page.locator(".explorer-said")).to_contain_text("Added")  # it comes after the nodes, and would stand over what is said next
    page.locator('[data-key="pin"]').click()
    page.locator('[data-do="address"]').click()
    expect(page.locator(".explorer-said")).to_have_text("The address was copied.")
    address = page.evaluate("() => navigator.clipboard.readText()")
    page.goto("about:blank")
    page.goto(address)
    expect(page.locator(".explorer-nodes li")).to_have_count(all_nodes)
    expect(page.locator(".explorer-nodes li").first).to_contain_text("pinned")
    page.wait_for_timeout(500)
    assert page.url == address


@pytest.mark.web
def test_the_picture_is_a_png_of_some_size(page: Page) -> None:
    begin(page, ISLAMIC_STATE)
    with page.expect_download() as saving:
        page.locator('[data-do="picture"]').click()
    header = Path(saving.value.path()).read_bytes()[:24]
    assert header[:8] == b"\x89PNG\r\n\x1a\n"
    assert min(struct.unpack(">II", header[16:24])) > 20


@pytest.mark.web
def test_by_keys_alone_one_goes_from_node_to_node_and_to_a_page(page: Page) -> None:
    begin(page, ISLAMIC_STATE)
    page.locator('[data-key="expand-Organisation"]').press("Enter")
    expect(page.locator(".explorer-nodes li")).to_have_count(2)
    page.locator(".explorer-canvas").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".explorer-nodes li").nth(1).locator("button")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("p")
    expect(page.locator(".explorer-nodes li").nth(1)).to_contain_text("pinned")
    page.keyboard.press("Enter")
    page.wait_for_url("**/id/entity/*")


@pytest.mark.web
def test_a_double_click_opens_the_page_of_a_node(page: Page) -> None:
    begin(page, ISLAMIC_STATE)
    page.wait_for_timeout(300)
    page.locator(".explorer-canvas").dblclick()  # a single node stands in the middle
    page.wait_for_url(f"**/id/entity/{ISLAMIC_STATE}*")


@pytest.mark.web
def test_what_is_not_in_the_graph_is_said_to_be_none(page: Page) -> None:
    page.goto("/explorer?lang=en&start=entity:Q1")
    expect(page.locator(".explorer-said")).to_contain_text("Not in the graph")


@pytest.mark.web
def test_unknown_nodes_of_an_address_are_named_and_the_others_drawn(browser: Browser, crowd: str) -> None:
    page = browser.new_page(base_url=crowd)
    page.goto("/explorer?lang=en#vffff,1,2;nQ796,200,0;n%3Cscript%3E,2,3")
    expect(page.locator(".explorer-said")).to_have_text("Not in the graph: ffff · %3Cscript%3E")
    expect(page.locator(".explorer-nodes li")).to_have_count(1)
    page.close()


@pytest.mark.web
def test_labels_keep_their_direction_and_are_cut_after_words(browser: Browser, crowd: str) -> None:
    page = browser.new_page(base_url=crowd)
    page.add_init_script(DRAWN)
    page.goto("/explorer?lang=en#vlabelled,0,0;nlong,300,0")
    expect(page.locator(".explorer-nodes li")).to_have_count(2)
    page.wait_for_timeout(500)
    drawn = set(page.evaluate("() => window.drawn_by_the_test"))
    assert {"\u2066Suicide bombing in \u2068بني\u2069\u2069", "\u2066\u2068سهيلة\u2069, 13 November\u2069", "\u20662023\u2069"} <= drawn
    assert {"\u2067وزارة الداخلية تعلن\u2069", "\u2067تفاصيل التحقيق في\u2069", "\u2067الهجوم الذي استهدف…\u2069"} <= drawn
    page.close()


@pytest.mark.web
def test_hundreds_of_neighbours_of_one_node_stand_apart(browser: Browser, crowd: str) -> None:
    page = browser.new_page(base_url=crowd)
    page.goto("/explorer?lang=en&start=Q796")
    page.select_option('[data-do="step"]', "500")
    page.locator('[data-key="expand-Incident"]').click()
    expect(page.locator(".explorer-nodes li")).to_have_count(501, timeout=60_000)
    expect(page.locator(".explorer[aria-busy]")).to_have_count(0, timeout=60_000)
    page.wait_for_timeout(500)
    assert least_distance(page.url) > 40
    page.locator('[data-do="arrange"]').click()
    page.wait_for_timeout(8_000)
    assert least_distance(page.url) > 40
    page.close()


@pytest.mark.web
def test_hostile_names_are_words(browser: Browser, crowd: str) -> None:
    page = browser.new_page(base_url=crowd)
    told: list[str] = []
    page.on("dialog", lambda dialog: (told.append(dialog.message), dialog.dismiss()))
    page.goto("/explorer?lang=en&start=hostile")
    expect(page.locator(".explorer-chosen h3")).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert told == []
    page.close()


@pytest.mark.web
@pytest.mark.slow
def test_two_thousand_nodes_can_be_drawn_moved_and_shared(browser: Browser, crowd: str) -> None:
    page = browser.new_page(base_url=crowd)
    page.goto("/explorer?lang=en&start=Q796")
    page.select_option('[data-do="step"]', "500")
    for shown in range(501, 2002, 500):
        page.locator('[data-key="expand-Incident"]').click()
        expect(page.locator(".explorer-nodes li")).to_have_count(shown, timeout=30_000)
        expect(page.locator(".explorer[aria-busy]")).to_have_count(0, timeout=30_000)
    page.evaluate(FRAMES)
    box = page.locator(".explorer-canvas").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 9, box["y"] + 9)
    page.mouse.down()
    for step in range(30):
        page.mouse.move(box["x"] + 9 + 5 * step, box["y"] + 9 + 2 * step)
    page.mouse.up()
    frames = page.evaluate("() => window.frames_of_the_test")
    assert sorted(frames)[len(frames) // 2] < 50  # milliseconds
    page.wait_for_timeout(500)
    address = page.url
    assert least_distance(address) > 24  # nodes are at least 16 wide
    page.goto("about:blank")
    page.goto(address)
    expect(page.locator(".explorer-nodes li")).to_have_count(2001, timeout=30_000)
    page.close()


FRAMES = """() => {
  window.frames_of_the_test = [];
  let last = performance.now();
  (function next() {
    const now = performance.now();
    window.frames_of_the_test.push(now - last);
    last = now;
    if (window.frames_of_the_test.length < 200) requestAnimationFrame(next);
  })();
}"""


DRAWN = """(() => {
  window.drawn_by_the_test = [];
  for (const { prototype } of [CanvasRenderingContext2D, OffscreenCanvasRenderingContext2D]) {
    const draw = prototype.fillText;
    prototype.fillText = function (text, ...at) {
      window.drawn_by_the_test.push(text);
      return draw.call(this, text, ...at);
    };
  }
})()"""


def least_distance(address: str) -> float:
    """Between any two nodes of a drawing, in its own units, by its address."""
    parts = [part.split(",") for part in address.partition("#")[2].split(";")]
    return min(dist(*two) for two in combinations([(float(x), float(y)) for _, x, y, *_ in parts], 2))


def begin(page: Page, start: str, language: str = "en") -> None:
    page.goto(f"/explorer?lang={language}&start={start}")
    expect(page.locator('[data-key^="expand-"]').first).to_be_visible()


def search(page: Page, words: str) -> None:
    page.locator("#explorer-search").fill(words)
    page.locator(".suggestions li").first.click()


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over a graph of 2,000 incidents in one country, one person without links, a name that would be a script, a label with
    a name of another script in it, and a long name.
    """
    folder = tmp_path_factory.mktemp("crowd")
    (folder / "snapshots" / "1").mkdir(parents=True)
    graph = Store(str(folder / "snapshots" / "1" / "graph"))
    graph.bulk_extend(crowded())
    graph.flush()
    del graph
    (folder / "current").symlink_to(Path("snapshots") / "1")
    with serving(folder) as address:
        yield address


def crowded() -> Iterator[Quad]:
    country = INSTANCES.node("entity", "Q796")
    yield from node(country, "العراق", ("Country", "Place", "Entity"))
    yield from node(INSTANCES.node("entity", "lonely"), "وحيد", ("Person", "Entity"))
    yield from node(INSTANCES.node("entity", "hostile"), "<img src=x onerror=alert(1)>\u202e" + "طويل" * 2500, ("Person", "Entity"))
    yield from node(
        INSTANCES.node("entity", "long"), "وزارة الداخلية تعلن تفاصيل التحقيق في الهجوم الذي استهدف السوق", ("GovernmentBody", "Entity")
    )
    labelled = INSTANCES.node("event", "labelled")
    yield from node(labelled, "تفجير انتحاري في بني سهيلة، 13 نوفمبر 2023", ("SuicideBombing", "Incident", "Event"))
    yield Quad(labelled, term("rdfs:label"), Literal("Suicide bombing in \u2068بني سهيلة\u2069, 13 November 2023", language="en"))
    for number in range(2000):
        event = INSTANCES.node("event", f"{number:016x}")
        yield from node(event, f"هجوم {number}", ("Attack", "Incident", "Event"))
        yield Quad(event, kg("place"), country)


def node(iri: NamedNode, name: str, classes: tuple[str, ...]) -> Iterator[Quad]:
    yield Quad(iri, kg("kind"), kg(classes[0]))
    yield Quad(iri, term("rdfs:label"), Literal(name, language="ar"))
    for each in classes:
        yield Quad(iri, term("rdf:type"), kg(each))
