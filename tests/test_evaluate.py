"""What each figure of `kg evaluate` means, on one made-up article."""

import copy
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from kg.errors import GoldError
from kg.evaluate import Evaluation, SetRow, ShareRow, evaluate, lines, to_json
from kg.ontology import prefix_lines, term

TEXT = """انفجار في سوق النهرين
قتل 7 أشخاص على الأقل وأصيب 20 في انفجار بسوق مدينة النهرين يوم 3 مايو 2021، وفق وزارة الداخلية.
وتبنت حركة الفجر الأسود العملية، فيما اتهمت الوزيرة سلمى الراوي جماعة أخرى.
وقالت الراوي من وزارة الداخلية إن الشرطة ستلاحق المنفذين.
"""

GOLD = {
    "id": "market",
    "entities": [
        {"id": "e1", "class": "Settlement", "name": "النهرين", "mentions": ["النهرين"], "qid": "Q101"},
        {"id": "e2", "class": "ArmedGroup", "name": "حركة الفجر الأسود", "mentions": ["حركة الفجر الأسود"], "qid": "Q102"},
        {"id": "e3", "class": "Person", "name": "سلمى الراوي", "mentions": ["سلمى الراوي", "الراوي"]},
        {"id": "e4", "class": "GovernmentBody", "name": "وزارة الداخلية", "mentions": ["وزارة الداخلية"]},
    ],
    "relations": [{"s": "e3", "p": "affiliatedWith", "o": "e4", "role": "الوزيرة"}],
    "events": [
        {
            "id": "i1",
            "class": "Bombing",
            "evidence": ["وأصيب 20 في انفجار بسوق مدينة النهرين", "وتبنت حركة الفجر الأسود العملية"],
            "date": "2021-05-03",
            "place": ["e1"],
            "claimedBy": ["e2"],
            "killed": [{"value": 7, "qualifier": "AtLeast", "scope": "Whole"}],
            "injured": [{"value": 20, "qualifier": "Exactly", "scope": "Whole"}],
            "agentType": ["ArmedGroup"],
            "targetType": ["Civilians"],
            "sourced": [{"p": "killed", "o": 7, "saidBy": "e4"}],
        }
    ],
    "statements": [{"speaker": "e3", "act": "Say", "about": ["i1"], "evidence": "وقالت الراوي من وزارة الداخلية إن الشرطة"}],
}

FACTS = """
<market> a kg:Article ; dcterms:identifier "market" .
<city> a kg:Settlement, kg:Place, kg:Entity ; owl:sameAs <http://www.wikidata.org/entity/Q101> .
<group> a kg:ArmedGroup, kg:Organisation, kg:Entity ; owl:sameAs <http://www.wikidata.org/entity/Q102> .
<minister> a kg:Person, kg:Entity ; kg:role "الوزيرة"@ar ; kg:affiliatedWith <ministry> .
<ministry> a kg:GovernmentBody, kg:Organisation, kg:Entity .
<blast> a kg:Bombing, kg:Attack, kg:Incident, kg:Event ; kg:status kg:Occurred ; kg:date "2021-05-03"^^xsd:date ;
    kg:place <city> ; kg:location <city> ; kg:claimedBy <group> ; kg:killed 7 ; kg:injured 20 ;
    kg:agentType kg:ArmedGroupMembers ; kg:targetType kg:Civilians .
<claim-killed> a kg:Claim ; rdf:subject <blast> ; rdf:predicate kg:killed ; rdf:object 7 ;
    kg:qualifier kg:AtLeast ; kg:scope kg:Whole ; kg:attribution "وزارة الداخلية"@ar ; kg:saidBy <ministry> .
<claim-injured> a kg:Claim ; rdf:subject <blast> ; rdf:predicate kg:injured ; rdf:object 20 ; kg:qualifier kg:Exactly ; kg:scope kg:Whole .
<speech> a kg:Statement, kg:Event ; kg:speaker <minister> ; kg:speechAct kg:Say ; kg:about <blast> .
"""

MENTIONS = {
    "city": ["النهرين"],
    "group": ["حركة الفجر الأسود"],
    "minister": ["سلمى الراوي", "الراوي"],
    "ministry": ["وزارة الداخلية"],
    "blast": ["انفجار بسوق"],
    "speech": ["قالت"],
}


def spans(mentions: dict[str, list[str]]) -> Iterator[str]:
    """Turtle of all places where the words stand, longer words first where they overlap."""
    taken: set[int] = set()
    forms = [(words, node) for node, names in mentions.items() for words in names]
    for words, node in sorted(forms, key=lambda form: -len(form[0])):
        at = TEXT.find(words)
        while at >= 0:
            if taken.isdisjoint(range(at, at + len(words))):
                taken |= set(range(at, at + len(words)))
                yield (
                    f'<market#char={at},{at + len(words)}> nif:anchorOf "{words}"@ar ; nif:beginIndex {at} ;'
                    f" nif:endIndex {at + len(words)} ; itsrdf:taIdentRef <{node}> ."
                )
            at = TEXT.find(words, at + 1)


def graph(*changes: tuple[str, str], mentions: dict[str, list[str]] = MENTIONS) -> Store:
    """The perfect graph of the article, with some of its Turtle replaced."""
    facts = FACTS
    for old, new in changes:
        assert old in facts, old
        facts = facts.replace(old, new)
    store = Store()
    trig = f"{prefix_lines()} GRAPH <market> {{ {facts} {' '.join(spans(mentions))} }}"
    store.load(trig.encode(), format=RdfFormat.TRIG, base_iri="https://example.org/")
    return store


def changed_gold(change: Callable[[dict], object]) -> dict:
    gold = copy.deepcopy(GOLD)
    change(gold)
    return gold


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "market.json").write_text(json.dumps(GOLD), "utf-8")
    (tmp_path / "market.txt").write_text(TEXT, "utf-8")
    return tmp_path


def counts(evaluation: Evaluation, name: str) -> tuple[int, ...]:
    """Right, too many, missed; or hits and how many come into question."""
    row = evaluation.row(name)
    return (row.tp, row.fp, row.fn) if isinstance(row, SetRow) else (row.hit, row.of)


def found(evaluation: Evaluation) -> set[str]:
    return {f"{finding.kind}: {finding.text}" for article in evaluation.findings for finding in article.findings}


def test_a_perfect_graph_gets_one_throughout(folder: Path) -> None:
    evaluation = evaluate(graph(), folder)
    for row in evaluation.rows:
        if isinstance(row, ShareRow):
            assert row.value in (None, 1.0), row
        else:
            assert (row.fp, row.fn) == (0, 0), row
    assert found(evaluation) == set()
    assert evaluation.notes == ()
    assert evaluation.missing == ()


def test_an_entity_of_another_top_class_is_a_miss_and_a_false_alarm(folder: Path) -> None:
    evaluation = evaluate(graph(("kg:Settlement, kg:Place", "kg:Person")), folder)
    assert counts(evaluation, "entities") == (3, 1, 1)
    assert {"entity missed: Settlement النهرين", "entity not in gold: Person النهرين"} <= found(evaluation)


def test_an_entity_of_another_class_below_the_same_top_class_is_found_but_its_class_is_wrong(folder: Path) -> None:
    evaluation = evaluate(graph(("kg:ArmedGroup,", "kg:MediaOutlet,")), folder)
    assert counts(evaluation, "entities") == (4, 0, 0)
    assert counts(evaluation, "class") == (3, 4)
    assert "class wrong: حركة الفجر الأسود should be ArmedGroup, is MediaOutlet" in found(evaluation)


def test_the_bare_top_class_does_not_count_as_the_class(folder: Path) -> None:
    assert counts(evaluate(graph(("kg:ArmedGroup,", "")), folder), "class") == (3, 4)


def test_a_more_special_class_than_the_golds_counts_as_right(folder: Path) -> None:
    gold = changed_gold(lambda gold: gold["entities"][1].update({"class": "Organisation"}))
    (folder / "market.json").write_text(json.dumps(gold), "utf-8")
    assert counts(evaluate(graph(), folder), "class") == (4, 4)


def test_a_wrong_qid_is_a_missed_link(folder: Path) -> None:
    evaluation = evaluate(graph(("Q101", "Q999")), folder)
    assert counts(evaluation, "link") == (1, 2)
    assert "link missed: النهرين should be Q101, has http://www.wikidata.org/entity/Q999" in found(evaluation)


def test_types_and_links_may_stand_in_another_graph(folder: Path) -> None:
    line = "<city> a kg:Settlement, kg:Place, kg:Entity ; owl:sameAs <http://www.wikidata.org/entity/Q101> ."
    store = graph((line, ""))
    assert counts(evaluate(store, folder), "entities") == (3, 0, 1)
    trig = f"{prefix_lines()} GRAPH <graph/gazetteer> {{ {line} }}"
    store.load(trig.encode(), format=RdfFormat.TRIG, base_iri="https://example.org/")
    assert counts(evaluate(store, folder), "entities") == (4, 0, 0)
    assert counts(evaluate(store, folder), "link") == (2, 2)


def test_every_occurrence_of_a_name_is_a_mention(folder: Path) -> None:
    evaluation = evaluate(graph(mentions=MENTIONS | {"minister": ["سلمى الراوي"]}), folder)
    assert counts(evaluation, "entities") == (4, 0, 0)
    assert counts(evaluation, "mentions") == (6, 0, 1)


def test_relations_of_entities_that_were_not_found_count_as_missed(folder: Path) -> None:
    evaluation = evaluate(graph(mentions=MENTIONS | {"ministry": []}), folder)
    assert counts(evaluation, "relations") == (0, 0, 1)
    assert counts(evaluation, "role") == (0, 0)
    assert "relation missed: سلمى الراوي affiliatedWith وزارة الداخلية" in found(evaluation)


def test_a_role_may_be_longer_than_the_golds(folder: Path) -> None:
    assert counts(evaluate(graph(('"الوزيرة"', '"السيدة الوزيرة"')), folder), "role") == (1, 1)
    assert counts(evaluate(graph(('"الوزيرة"', '"السفيرة"')), folder), "role") == (0, 1)


def test_an_event_whose_trigger_is_outside_the_evidence_is_another_one(folder: Path) -> None:
    evaluation = evaluate(graph(mentions=MENTIONS | {"blast": ["انفجار في سوق"]}), folder)
    assert counts(evaluation, "events") == (0, 1, 1)
    assert counts(evaluation, "arguments") == (0, 5, 5)
    assert counts(evaluation, "figures") == (0, 0, 0), "details are counted of events found only"


def test_an_event_of_the_same_family_is_found_but_its_class_is_wrong(folder: Path) -> None:
    evaluation = evaluate(graph(("kg:Bombing", "kg:Shooting")), folder)
    assert counts(evaluation, "events") == (1, 0, 0)
    assert counts(evaluation, "event class") == (0, 1)


def test_an_event_of_another_family_is_another_one(folder: Path) -> None:
    assert counts(evaluate(graph(("kg:Bombing, kg:Attack", "kg:Arrest")), folder), "events") == (0, 1, 1)


def test_a_wrong_figure_is_missed_and_too_many(folder: Path) -> None:
    evaluation = evaluate(graph(("kg:killed 7", "kg:killed 9")), folder)
    assert counts(evaluation, "arguments") == (4, 1, 1)
    assert counts(evaluation, "figures") == (1, 1, 1)
    assert counts(evaluation, "qualifier") == (1, 1)
    assert {"argument missed: i1 Bombing: killed 7", "argument not in gold: i1 Bombing: killed 9"} <= found(evaluation)


def test_the_usual_status_is_no_argument_and_any_other_is(folder: Path) -> None:
    evaluation = evaluate(graph(("kg:status kg:Occurred", "kg:status kg:Foiled")), folder)
    assert counts(evaluation, "status") == (0, 1, 0)


def test_to_present_who_merely_claims_it_as_the_perpetrator_is_an_error(folder: Path) -> None:
    evaluation = evaluate(graph(("kg:claimedBy <group>", "kg:claimedBy <group> ; kg:perpetrator <group>")), folder)
    assert counts(evaluation, "asserted") == (0, 1)
    assert counts(evaluation, "perpetrator") == (0, 1, 0)


def test_an_agent_counts_as_who_acts_but_is_not_asserted_to_be_a_perpetrator(folder: Path) -> None:
    evaluation = evaluate(graph(("kg:claimedBy <group>", "kg:claimedBy <group> ; kg:agent <group>")), folder)
    assert counts(evaluation, "asserted") == (0, 0)
    assert counts(evaluation, "perpetrator") == (0, 1, 0)


def test_qualifier_and_scope_are_read_from_the_claims_of_the_figure(folder: Path) -> None:
    evaluation = evaluate(graph(("kg:AtLeast ; kg:scope kg:Whole", "kg:About ; kg:scope kg:Part")), folder)
    assert counts(evaluation, "qualifier") == (1, 2)
    assert counts(evaluation, "scope") == (1, 2)


def test_a_figure_that_the_text_attributes_must_be_attributed_to_the_right_one(folder: Path) -> None:
    nobody = evaluate(graph((' ; kg:attribution "وزارة الداخلية"@ar ; kg:saidBy <ministry>', "")), folder)
    assert counts(nobody, "attributed") == (0, 0, 1)
    assert counts(nobody, "said by") == (0, 0)
    another = evaluate(graph(("kg:saidBy <ministry>", "kg:saidBy <group>")), folder)
    assert counts(another, "attributed") == (1, 0, 0)
    assert counts(another, "said by") == (0, 1)


def test_a_statement_of_somebody_else_is_missed_and_too_many(folder: Path) -> None:
    evaluation = evaluate(graph(("kg:speaker <minister>", "kg:speaker <group>")), folder)
    assert counts(evaluation, "statements") == (0, 1, 1)
    assert counts(evaluation, "speech act") == (0, 0)


def test_speech_act_and_topic_are_judged_on_statements_found(folder: Path) -> None:
    evaluation = evaluate(graph(("kg:Say ; kg:about <blast>", "kg:Warn ; kg:about <group>")), folder)
    assert counts(evaluation, "statements") == (1, 0, 0)
    assert counts(evaluation, "speech act") == (0, 1)
    assert counts(evaluation, "about") == (0, 1, 1)


def test_coreference_counts_pairs_of_reports_that_share_a_node(folder: Path) -> None:
    second = GOLD | {"id": "bazaar"}
    (folder / "second.json").write_text(json.dumps(second), "utf-8")
    (folder / "second.txt").write_text(TEXT, "utf-8")
    (folder / "clusters.json").write_text(json.dumps([["market#i1", "bazaar#i1"]]), "utf-8")
    store = graph()
    assert counts(evaluate(store, folder), "coref") == (0, 0, 1)
    bazaar = NamedNode("https://example.org/bazaar")
    for quad in list(store):
        other = Literal("bazaar") if quad.predicate == term("dcterms:identifier") else quad.object
        store.add(Quad(quad.subject, quad.predicate, other, bazaar))
    assert counts(evaluate(store, folder), "coref") == (1, 0, 0)
    (folder / "clusters.json").write_text("[]", "utf-8")
    evaluation = evaluate(store, folder)
    assert counts(evaluation, "coref") == (0, 1, 0)
    assert "coref not in gold: bazaar#i1 = market#i1" in found(evaluation)


def test_an_article_that_is_not_in_the_graph_is_wholly_missed(folder: Path) -> None:
    evaluation = evaluate(Store(), folder)
    assert evaluation.missing == ("market",)
    assert counts(evaluation, "entities") == (0, 0, 4)
    assert next(lines(evaluation)) == "articles: 1, NOT IN THE GRAPH: market"


def test_without_a_text_beside_it_the_graphs_text_is_taken(folder: Path) -> None:
    (folder / "market.txt").unlink()
    without = evaluate(Store(), folder)
    assert counts(without, "entities") == (0, 0, 4), "all that was marked is missed"
    assert "its text is neither in market.txt" in without.notes[0]
    store = graph(("a kg:Article", f'a kg:Article ; kg:text """{TEXT}"""@ar'))
    assert counts(evaluate(store, folder), "mentions") == (7, 0, 0)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("places", ["e1"], "the key 'places' is unknown; did you mean 'place'?"),
        ("status", "Maybe", "'status' is 'Maybe'; write one of Occurred, Foiled, Planned, Denied"),
        ("date", "9 May", "'date' is '9 May'; write it as '2024'"),
    ],
)
def test_what_would_only_lower_the_figures_is_an_error(folder: Path, key: str, value: object, said: str) -> None:
    gold = json.loads((folder / "market.json").read_text("utf-8"))
    gold["events"][0][key] = value
    (folder / "market.json").write_text(json.dumps(gold), "utf-8")
    with pytest.raises(GoldError, match=re.escape(said)):
        evaluate(graph(), folder)


def test_line_ends_of_a_text_are_kept_since_offsets_count_them(folder: Path) -> None:
    (folder / "market.txt").write_bytes(TEXT.replace("\n", "\r\n").encode())
    assert counts(evaluate(graph(), folder), "mentions") == (1, 6, 6), "only the first line is where it was"


def test_what_the_gold_has_wrong_is_noted_and_does_not_stop_the_measuring(folder: Path) -> None:
    def change(gold: dict) -> None:
        gold["events"][0]["evidence"].append("كلام لم يقله أحد")
        gold["statements"][0]["about"].append("e9")

    (folder / "market.json").write_text(json.dumps(changed_gold(change)), "utf-8")
    (folder / "market.txt").write_text(TEXT + "\n", "utf-8")
    evaluation = evaluate(graph(("a kg:Article", 'a kg:Article ; kg:text "قديم"@ar')), folder)
    assert evaluation.notes == (
        "market: the graph's kg:text is another than market.txt, so offsets may not agree",
        "market: evidence of i1 is not in the text: كلام لم يقله أحد",
        "market: a statement names e9, an id that no entity and no event has",
    )
    assert counts(evaluation, "events") == (1, 0, 0)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda gold: gold.pop("entities"), r"market\.json: the key 'entities' is missing; add"),
        (lambda gold: gold["events"][0].pop("class"), r"market\.json: events\[0\]: the key 'class' is missing; add"),
        (lambda gold: gold["events"][0].update({"class": "Party"}), r"events\[0\]: 'class' is 'Party'; name a class of incidents"),
        (lambda gold: gold["entities"][2].update({"mentions": "الراوي"}), r"entities\[2\]: 'mentions' is 'الراوي'; write it as a list"),
        (lambda gold: gold["entities"][1].update({"id": "e1"}), r"the id 'e1' is given twice"),
        (lambda gold: gold["events"][0]["killed"][0].update({"value": "7"}), r"killed\[0\]: 'value' is '7'; give a whole number"),
    ],
)
def test_an_error_in_the_gold_names_file_place_key_and_remedy(folder: Path, change: Callable[[dict], object], message: str) -> None:
    (folder / "market.json").write_text(json.dumps(changed_gold(change)), "utf-8")
    with pytest.raises(GoldError, match=message):
        evaluate(graph(), folder)


def test_broken_json_is_reported_with_its_line(folder: Path) -> None:
    (folder / "market.json").write_text('{\n "id": "market",\n}', "utf-8")
    with pytest.raises(GoldError, match=r"market\.json:3: broken JSON"):
        evaluate(graph(), folder)


def test_a_folder_without_annotations_is_an_error_and_other_json_is_passed_over(folder: Path) -> None:
    (folder / "market.meta.json").write_text('{"publisher": "وكالة"}', "utf-8")
    assert evaluate(graph(), folder).articles == 1
    (folder / "market.json").unlink()
    with pytest.raises(GoldError, match="holds no annotations"):
        evaluate(graph(), folder)


def test_figures_come_as_json_and_as_lines(folder: Path) -> None:
    evaluation = evaluate(graph(("kg:killed 7", "kg:killed 9")), folder)
    figures = to_json(evaluation)
    assert figures["figures"] == {"p": 0.5, "r": 0.5, "f1": 0.5, "tp": 1, "fp": 1, "fn": 1}
    assert (figures["class"], figures["asserted"]) == (1.0, None)
    printed = list(lines(evaluation, show=True))
    assert printed[:2] == ["== market", "  argument missed: i1 Bombing: killed 7"]
    assert "  figures        F1 0.500  P 0.500  R 0.500  1 right, 1 too many, 1 missed" in printed


def test_the_example_of_the_documentation_can_be_measured_as_it_stands(tmp_path: Path) -> None:
    document = (Path(__file__).parent.parent / "docs" / "evaluate.md").read_text("utf-8")
    text, annotations = (document.split(f"```{kind}\n", 1)[1].split("```", 1)[0] for kind in ("text", "json"))
    (tmp_path / "harbour.txt").write_text(text, "utf-8")
    (tmp_path / "harbour.json").write_text(annotations, "utf-8")
    evaluation = evaluate(Store(), tmp_path)
    assert evaluation.notes == ()
    assert counts(evaluation, "arguments") == (0, 0, 7)


def test_the_documentation_says_what_each_figure_means(folder: Path) -> None:
    document = (Path(__file__).parent.parent / "docs" / "evaluate.md").read_text("utf-8")
    explained = {name for line in document.splitlines() if line.startswith("| ") for name in line.split("|")[1].strip().split(", ")}
    (folder / "clusters.json").write_text("[]", "utf-8")
    assert {row.name for row in evaluate(graph(), folder).rows} <= explained
