"""The readers of the corpora that the pipeline learns from: what they make of tags, clitics and occurrences decides every figure."""

import sys
from functools import lru_cache
from pathlib import Path

import pytest
from spacy.vocab import Vocab

from kg.pipeline.clitics import Clitics
from kg.pipeline.tokenizer import ArabicTokenizer
from kg.pipeline.trained import CLITICS, shipped_path

sys.path.insert(0, str(Path(__file__).parents[2] / "training"))

from corpora import Sentence, gold_sentences, labelled_sentences, named_entity_corpus, occurrences, shingles, treebank, without


@lru_cache(maxsize=1)
def tokenizer() -> ArabicTokenizer:
    return ArabicTokenizer(Vocab(), Clitics.load(shipped_path(CLITICS)))


def corpus(folder: Path, *rows: str, style: str = "anercorp") -> list[Sentence]:
    path = folder / "corpus.tsv"
    path.write_text("".join(f"{row.replace('/', chr(9))}\n" if row else "\n" for row in rows), "utf-8")
    return list(named_entity_corpus(path, style, tokenizer()))


def told(sentence: Sentence) -> list[tuple[str, str]]:
    return [(" ".join(sentence.norms[name.first : name.last + 1]), name.sort) for name in sentence.names]


def test_tags_become_names_and_blank_lines_end_sentences(tmp_path: Path) -> None:
    first, second = corpus(tmp_path, "زار/O", "جون/B-PERS", "سميث/I-PERS", "لندن/B-LOC", "", "عاد/O")
    assert told(first) == [("جون سميث", "Person"), ("لندن", "Place")]
    assert told(second) == []


def test_a_name_that_begins_with_i_or_right_after_another_is_one(tmp_path: Path) -> None:
    (sentence,) = corpus(tmp_path, "باريس/I-LOC", "لندن/B-LOC")
    assert told(sentence) == [("باريس", "Place"), ("لندن", "Place")]


def test_clitics_at_its_edges_stay_outside_a_name(tmp_path: Path) -> None:
    (sentence,) = corpus(tmp_path, "وبروسيا/B-LOC")
    assert told(sentence) == [("روسيا", "Place")]


def test_tags_of_other_things_are_no_names(tmp_path: Path) -> None:
    (sentence,) = corpus(tmp_path, "الأولمبياد/B-MISC", "أمس/O")
    assert told(sentence) == []


def test_a_corpus_that_tells_no_subclass_leaves_all_open(tmp_path: Path) -> None:
    (sentence,) = corpus(tmp_path, "الناتو/B-ORG")
    assert len(sentence.names[0].classes) == 6
    (sentence,) = corpus(tmp_path, "مصر/B-GPE", style="wojood")
    assert sentence.names[0].classes == ("Country", "Region", "Settlement")


def test_tags_joined_by_an_underscore_are_read_alike(tmp_path: Path) -> None:
    (sentence,) = corpus(tmp_path, "جون/B_PER", "سميث/I_PER", style="caraner")
    assert told(sentence) == [("جون سميث", "Person")]


@pytest.mark.parametrize("roles", [False, True])
def test_every_occurrence_of_a_name_counts_the_longest_first(roles: bool) -> None:  # noqa: FBT001  # what is varied
    text = "الرئيس الروسي في موسكو، وموسكو القديمة وجبل موسكو"
    entities = [{"class": "Settlement", "mentions": ["موسكو"]}, {"class": "Facility", "mentions": ["جبل موسكو"]}]
    entities.append({"class": "Person", "mentions": ["الرئيس الروسي"]})
    found = sorted((text[begin:end], kind) for begin, end, kind in occurrences(text, entities, roles=roles))
    assert found == [("الرئيس الروسي", "Person")] * roles + [("جبل موسكو", "Facility"), ("موسكو", "Settlement"), ("موسكو", "Settlement")]


def test_long_lines_of_an_article_come_in_pieces_and_lose_no_name(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("وصل الوفد إلى باريس. " * 100 + "\nعنوان", "utf-8")
    (tmp_path / "a.json").write_text('{"entities": [{"class": "Settlement", "mentions": ["باريس"]}]}', "utf-8")
    pieces = list(gold_sentences([tmp_path / "a.json"], tokenizer()))
    assert len(pieces) > 2
    assert sum(len(piece.names) for piece in pieces) == 100


def test_a_word_of_a_treebank_has_the_norm_that_it_has_in_text(tmp_path: Path) -> None:
    path = tmp_path / "bank.conllu"
    rows = [["1", "ل", "_", "ADP", "_", "_"], ["2", "لولايات", "_", "NOUN", "_", "Number=Plur"], ["3", "103,7", "_", "NUM", "_", "_"]]
    path.write_text("".join("\t".join([*row, *"____"]) + "\n" for row in rows) + "\n", "utf-8")
    (sentence,) = treebank(path, tokenizer())
    assert sentence.norms == ("ل", "الولايات", "103,7")
    assert sentence.features[1] == {"Pos": "NOUN", "Number": "Plur"}


def test_what_shares_eight_tokens_with_what_is_measured_on_is_left_out(tmp_path: Path) -> None:
    words = [f"كلمة{number}/O" for number in "ابتثجحخد"]
    (measured,) = corpus(tmp_path, *words)
    (longer,) = corpus(tmp_path, "قال/O", *words)
    (shorter,) = corpus(tmp_path, *words[:4])
    assert list(without([longer, shorter], frozenset(shingles(measured.norms)))) == [shorter]


def test_labelled_sentences_come_back_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "labelled.jsonl"
    path.write_text('{"norms": ["زار", "لندن"], "names": [[1, 1, "Settlement"]]}\n', "utf-8")
    (sentence,) = labelled_sentences(path)
    assert told(sentence) == [("لندن", "Place")]
