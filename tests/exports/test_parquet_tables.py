"""Flat tables in Parquet, read back by pandas."""

import io
import sys
from pathlib import Path

import pandas
import pytest
from exporting import BLAST, HERE, written

from kg.exports import FORMATS, MissingExtra, parquet


def table(folder: Path, name: str, **filters: str) -> pandas.DataFrame:
    return pandas.read_parquet(io.BytesIO(written(folder, f"parquet-{name}", **filters)))


def test_incidents_have_figures_and_nothing_where_none_are_known(small_store: Path) -> None:
    incidents = table(small_store, "incidents").set_index("incident")
    assert incidents.loc[BLAST, ["killed_low", "killed_best", "killed_high"]].tolist() == [12, 15, 15]
    assert incidents.loc[f"{HERE.base}event/plot", ["killed_best", "injured_best", "earliest"]].isna().all()
    assert list(incidents.loc[BLAST, "deniedBy"]) == [f"{HERE.base}entity/nur"]


def test_claims_have_the_words_that_stand_at_their_offsets(small_store: Path) -> None:
    claims = table(small_store, "claims")
    killed = claims[(claims["subject"] == BLAST) & (claims["predicate"] == "killed")]
    assert sorted(zip(killed["object"], killed["qualifier"], strict=True)) == [("12", "Exactly"), ("15", "AtLeast")]
    assert all(len(words) == end - begin for words, begin, end in zip(claims["words"], claims["begin"], claims["end"], strict=True))
    assert claims["claim"].is_unique


def test_claims_of_a_filter_are_those_about_its_incidents(small_store: Path) -> None:
    assert set(table(small_store, "claims", kind="kg:Bombing")["subject"]) == {BLAST}


def test_entities_and_articles_have_names_and_days(small_store: Path) -> None:
    entities = table(small_store, "entities").set_index("entity")
    assert entities.loc[f"{HERE.base}entity/Q2429253", ["label_en", "class", "wikidata"]].tolist() == [
        "Islamic State",
        "ArmedGroup",
        "Q2429253",
    ]
    articles = table(small_store, "articles").set_index("identifier")
    assert articles.loc["خبر-1", ["issued", "publisher_ar", "page"]].tolist() == ["2024-05-02", "وكالة الفرات", "https://news.example/1"]


def test_many_rows_come_in_parts_and_are_one_table(small_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = table(small_store, "claims")
    monkeypatch.setattr(parquet, "_AT_ONCE", 3)
    pandas.testing.assert_frame_equal(table(small_store, "claims"), whole)


def test_a_table_without_rows_has_its_columns(small_store: Path) -> None:
    assert "killed_best" in table(small_store, "incidents", since="2999-01-01").columns


def test_without_pyarrow_the_extra_is_named(small_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, FORMATS["parquet-incidents"].writer.partition(":")[0])
    with pytest.raises(MissingExtra, match=r"pyarrow.*pip install '\.\[parquet\]'"):
        written(small_store, "parquet-incidents")
