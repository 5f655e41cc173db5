"""What people meet: commands, their help, their answers, their messages and their exit codes."""

import errno
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from kg import __version__
from kg.cli import COMMANDS, common, main

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
HEEDING = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have had it ignored
import kg.cli
imported = kg.cli.import_module
def telling(name):
    print("loading", file=sys.stderr, flush=True)
    return imported(name)
kg.cli.import_module = telling
kg.cli.main(prog_name="kg")
"""
"""The command line, which says when it loads a command."""
ARTICLE = "انفجار في السوق\nقُتل ثلاثة أشخاص وأصيب سبعة في انفجار سيارة مفخخة وسط مدينة بغداد يوم الاثنين.\n"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


def kg(*arguments: str | Path, stdin: str | bytes = b"") -> Result:
    """Runs the command line in this process."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin, env={"ISNAD_STORE": None})


def process(*arguments: str | Path, **options: object) -> "subprocess.Popen[bytes]":
    """Runs the command line in a process of its own."""
    command = [sys.executable, "-m", "kg", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, **options)  # type: ignore[call-overload,no-any-return]


def articles_in(store: Path) -> int:
    """How many articles a store keeps by now, whoever writes in it."""
    if not (store / "extractions.sqlite").exists():
        return 0
    with closing(sqlite3.connect(store / "extractions.sqlite")) as database, suppress(sqlite3.OperationalError):  # no table yet
        return int(database.execute("SELECT COUNT(*) FROM article").fetchone()[0])
    return 0


def written(folder: Path, name: str, text: str | bytes) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


# ── Help ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_help_lists_every_command_with_what_it_does() -> None:
    shown = kg("--help")
    assert shown.exit_code == 0
    for name, (_, summary) in COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(summary)}$", shown.output, re.MULTILINE)


def test_help_says_what_the_exit_codes_mean() -> None:
    shown = kg("--help").output
    assert all(re.search(rf"^ +{code}  ", shown, re.MULTILINE) for code in (0, 1, 2, 70, 130))


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_says_the_same_of_itself_as_the_list_does(name: str) -> None:
    shown = kg(name, "--help")
    assert shown.exit_code == 0
    assert COMMANDS[name][1] in " ".join(shown.output.split())


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_each_command_has_examples_of_it(name: str) -> None:
    examples = kg(name, "--help").output.partition("Examples:")[2]
    assert f"kg {name}" in examples


def test_no_arguments_is_a_question_for_help() -> None:
    shown = kg()
    assert "Usage:" in shown.output
    assert "Commands:" in shown.output


def test_version() -> None:
    assert kg("--version").output.split()[-1] == __version__


def test_help_loads_nothing_heavy() -> None:
    code = "import sys; from kg.cli import main; main(['--help'], standalone_mode=False); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert not loaded & {"spacy", "rich", "pyoxigraph", "rdflib", "flask", "msgspec", "yaml", "babel"}


def test_help_is_there_in_half_a_second() -> None:
    def seconds() -> float:
        started = time.perf_counter()
        subprocess.run([sys.executable, "-m", "kg", "--help"], capture_output=True, check=True, cwd=ROOT)
        return time.perf_counter() - started

    assert min(seconds() for _ in range(3)) < 0.5


# ── Building and taking back ─────────────────────────────────────────────────────────────────────────────────────────────


def test_building_tells_what_was_found(tmp_path: Path, store: Path) -> None:
    built = kg("--store", store, "build", written(tmp_path / "in", "a.txt", ARTICLE))
    assert built.exit_code == 0, built.output
    assert "1 new" in built.stdout
    for word in ("articles", "entities", "incidents", "statements", "claims", "quads"):
        assert re.search(rf"^{word} +[\d,]+$", built.stdout, re.MULTILINE)
    assert built.stderr == ""


def test_building_again_changes_nothing(tmp_path: Path, store: Path) -> None:
    article = written(tmp_path / "in", "a.txt", ARTICLE)
    kg("build", article, "--store", store)
    assert "1 unchanged" in kg("build", article, "--store", store).stdout


def test_an_article_given_twice_in_one_build_is_not_said_to_be_unchanged(tmp_path: Path, store: Path) -> None:
    (tmp_path / "copies").mkdir()
    articles = [written(tmp_path / "in", "a.txt", ARTICLE), written(tmp_path / "copies", "a.txt", ARTICLE)]
    assert "1 new, 1 repeated (" in kg("build", *articles, "--store", store).stdout


def test_the_summary_for_programs_is_json(tmp_path: Path, store: Path) -> None:
    built = kg("build", "--json", "--store", store, written(tmp_path / "in", "a.txt", ARTICLE))
    summary = json.loads(built.stdout)
    assert (summary["new"], summary["articles"], summary["skipped"]) == (1, 1, 0)


def test_the_store_is_named_before_or_after_the_command_or_by_the_environment(tmp_path: Path, store: Path) -> None:
    article = written(tmp_path / "in", "a.txt", ARTICLE)
    assert kg("--store", store, "build", article).exit_code == 0
    assert kg("stats", "--store", store).exit_code == 0
    assert CliRunner().invoke(main, ["stats"], env={"ISNAD_STORE": str(store)}).exit_code == 0


def test_the_store_may_stand_in_a_file_of_settings(tmp_path: Path, store: Path) -> None:
    kg("--store", store, "build", written(tmp_path / "in", "a.txt", ARTICLE))
    config = written(tmp_path, "isnad.toml", f"store = {str(store)!r}\n")
    assert kg("--config", config, "stats").exit_code == 0
    assert kg("--config", written(tmp_path, "bad.toml", "shop = 1"), "stats").exit_code == 2


def test_a_bad_article_is_left_out_and_the_rest_is_built(tmp_path: Path, store: Path) -> None:
    written(tmp_path / "in", "a.txt", ARTICLE)
    bad = written(tmp_path / "in", "b.txt", b"\xff\xfe broken")
    built = kg("build", tmp_path / "in", "--store", store)
    assert built.exit_code == 1
    assert "1 new, 1 skipped" in built.stdout
    (line,) = built.stderr.splitlines()
    assert line.startswith(f"kg: {bad}")


def test_when_nothing_could_be_read_that_is_a_failure(tmp_path: Path, store: Path) -> None:
    built = kg("build", written(tmp_path / "in", "b.txt", b""), "--store", store)
    assert built.exit_code == 2
    assert built.stdout == ""
    assert "nothing could be read, so no store was made" in built.stderr
    assert not store.exists()


def test_where_a_store_is_what_it_holds_is_shown_even_when_nothing_could_be_read(tmp_path: Path, store: Path) -> None:
    assert kg("build", written(tmp_path / "in", "a.txt", ARTICLE), "--store", store).exit_code == 0
    built = kg("build", tmp_path / "nothing", "--store", store)
    assert built.exit_code == 2
    assert re.search(r"articles +1\n", built.stdout)


def test_what_a_build_that_was_stopped_before_it_showed_anything_kept_is_shown_by_the_next(tmp_path: Path, store: Path) -> None:
    assert kg("build", written(tmp_path / "in", "a.txt", ARTICLE), "--store", store).exit_code == 0
    (store / "current").unlink()  # as a process that is killed leaves it
    for command in (["stats"], ["query", "incidents"], ["search", "بغداد"]):
        asked = kg(*command, "--store", store)
        assert asked.exit_code == 2
        assert "a build was interrupted here before it showed anything" in asked.stderr
        assert "no store is here" not in asked.stderr
    assert kg("build", "--store", store).exit_code == 0
    assert kg("stats", "--store", store).exit_code == 0


def test_strict_stops_at_the_first_bad_article(tmp_path: Path, store: Path) -> None:
    for name in ("a.txt", "b.txt"):
        written(tmp_path / "in", name, b"\xff")
    built = kg("build", "--strict", tmp_path / "in", "--store", store)
    assert built.exit_code == 2
    assert len(built.stderr.splitlines()) == 1


def test_a_path_that_is_not_there_is_named(tmp_path: Path, store: Path) -> None:
    built = kg("build", tmp_path / "nothing", "--store", store)
    assert built.exit_code == 2
    assert str(tmp_path / "nothing") in built.stderr


def test_records_come_from_standard_input_too(store: Path) -> None:
    record = json.dumps({"id": "نبأ-1", "text": ARTICLE, "published": "2024-03-05"}, ensure_ascii=False)
    assert kg("build", "-", "--store", store, stdin=record + "\n").exit_code == 0
    assert json.loads(kg("stats", "--json", "--store", store).stdout)["articles"] == 1


def test_an_article_can_be_taken_back(tmp_path: Path, store: Path) -> None:
    kg("build", written(tmp_path / "in", "a.txt", ARTICLE), written(tmp_path / "in", "b.txt", ARTICLE + "وهو الثاني.\n"), "--store", store)
    removed = kg("remove", "b", "--store", store)
    assert removed.exit_code == 0
    assert "1 removed" in removed.stdout
    assert json.loads(kg("stats", "--json", "--store", store).stdout)["articles"] == 1


def test_taking_back_what_is_not_there_is_said(tmp_path: Path, store: Path) -> None:
    kg("build", written(tmp_path / "in", "a.txt", ARTICLE), "--store", store)
    nothing = kg("remove", "z", "--store", store)
    assert (nothing.exit_code, nothing.stdout, nothing.stderr) == (2, "", "kg: there is no article 'z' in the graph\n")
    both = kg("remove", "a", "z", "--store", store)
    assert both.exit_code == 1
    assert "no article 'z'" in both.stderr


def test_taking_back_what_is_not_there_hints_at_what_was_meant(tmp_path: Path, store: Path) -> None:
    kg("build", written(tmp_path / "in", "004_0c08.txt", ARTICLE), "--store", store)
    for mistyped in ("004", "004_0c80", "004_0c08.txt"):
        assert "did you mean 004_0c08?" in kg("remove", mistyped, "--store", store).stderr


@pytest.mark.parametrize(
    "arguments",
    [["none.txt"], ["--strict", "none.txt"], ["bad.txt"], ["good.txt", "--gazetteer", "none.csv"], ["good.txt", "--decisions", "none"]],
)
def test_a_build_that_cannot_begin_leaves_no_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path, "bad.txt", b"\xff")
    written(tmp_path, "good.txt", ARTICLE)
    assert kg("--store", "new/store", "build", *arguments).exit_code == 2
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("arguments", [[], ["--gazetteer", "x.csv"]])
def test_a_build_of_nothing_in_a_new_store_asks_what_to_read(store: Path, arguments: list[str]) -> None:
    asked = kg("--store", store, "build", *arguments)
    assert asked.exit_code == 2
    assert f"`kg --store {store} build news`" in asked.stderr


def test_two_events_that_were_kept_apart_are_set_side_by_side(small_store: Path) -> None:
    asked = kg("explain", "blast", "plot", "--store", small_store)
    assert asked.exit_code == 1
    assert "article:b2 reports both" in asked.stderr
    assert "status   differs: Occurred / Foiled" in asked.stderr


@pytest.mark.slow
def test_interrupting_a_build_keeps_what_was_read_and_says_how_to_go_on(tmp_path: Path, store: Path) -> None:
    running = process("build", "-", "--store", store, stdin=subprocess.PIPE)
    assert running.stdin is not None
    records = (json.dumps({"id": str(number), "text": f"أمطار متفرقة\nتوقعت الأرصاد هطول {number} ملم."}) for number in range(400))
    running.stdin.write("".join(f"{record}\n" for record in records).encode())
    running.stdin.flush()
    deadline = time.monotonic() + 120
    while not articles_in(store) and time.monotonic() < deadline:
        time.sleep(0.1)  # a hundred are written together
    running.send_signal(signal.SIGINT)
    pressed = time.monotonic()
    assert running.stderr is not None
    assert running.stderr.readline().decode().startswith("kg: stopping when what was read is written; Ctrl-C again stops at once")
    assert time.monotonic() - pressed < 2
    _, message = running.communicate(timeout=60)
    assert running.returncode == 130, message.decode()
    assert "goes on from there" in message.decode()
    assert "Traceback" not in message.decode()
    assert json.loads(kg("stats", "--json", "--store", store).stdout)["articles"] >= 100


# ── Asking ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_without_a_store_every_reader_says_how_to_make_one(store: Path) -> None:
    for command in (["stats"], ["query", "incidents"], ["export"], ["explain", "x"], ["check"], ["evaluate", str(ROOT / "tests" / "gold")]):
        asked = kg(*command, "--store", store)
        assert asked.exit_code == 2, command
        assert "build" in asked.stderr
        assert str(store) in asked.stderr


def test_saved_queries_are_listed_in_both_languages() -> None:
    shown = kg("query", "--list")
    assert shown.exit_code == 0
    for query in (ROOT / "queries").glob("*.rq"):
        assert re.search(rf"^{query.stem} ", shown.stdout, re.MULTILINE)
    assert "الحوادث" in shown.stdout


def test_a_saved_query_is_asked_by_name(small_store: Path) -> None:
    asked = kg("query", "incidents", "--store", small_store)
    assert asked.exit_code == 0
    assert "الحسكة" in asked.stdout


def test_a_long_answer_is_not_cut_when_it_goes_to_a_file(small_store: Path) -> None:
    asked = kg("query", "-", "--store", small_store, stdin="SELECT ?t { GRAPH ?g { ?a kg:text ?t } }")
    assert "وقال وزير الداخلية السوري سامر الخطيب إن «الهجوم لن يمر بلا عقاب»" in asked.stdout


@pytest.mark.parametrize(("form", "start"), [("json", '{"head"'), ("csv", "x\r\n"), ("tsv", "?x\n"), ("xml", "<?xml")])
def test_tables_come_in_the_formats_of_the_standard(small_store: Path, form: str, start: str) -> None:
    asked = kg("query", "-", "--format", form, "--store", small_store, stdin="SELECT ?x { ?x a kg:Threat }")
    assert asked.exit_code == 0
    assert asked.stdout_bytes.decode().startswith(start)


def test_graphs_come_as_turtle(small_store: Path) -> None:
    asked = kg("query", "-", "-f", "ttl", "--store", small_store, stdin="CONSTRUCT { ?x a kg:Threat } { ?x a kg:Threat }")
    assert "Threat" in asked.stdout


def test_a_parameter_is_given_by_name(small_store: Path) -> None:
    asked = kg("query", "incidents", "--param", "kind=kg:Threat", "--format", "csv", "--store", small_store)
    assert len(asked.stdout.splitlines()) == 2


def test_a_query_of_ones_own_needs_no_header(small_store: Path, tmp_path: Path) -> None:
    asked = kg("query", written(tmp_path, "mine.rq", "SELECT ?x { ?x a kg:Meeting }"), "--store", small_store)
    assert asked.exit_code == 0
    assert "event:" in asked.stdout


def test_an_answer_can_be_read_row_by_row(small_store: Path) -> None:
    asked = kg("query", "-", "--format", "records", "--store", small_store, stdin="SELECT ?a ?none ?x { BIND(1 AS ?a) ?x a kg:Meeting }")
    assert re.fullmatch(r"a {5}1\nx {5}event:\S+\n", asked.stdout)


def test_a_table_that_is_wider_than_the_terminal_becomes_records(small_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(common, "console", lambda: Console(width=40))
    asked = kg("query", "incidents", "--store", small_store)
    assert re.search(r"^incident +event:\S+$", asked.stdout, re.MULTILINE)


@pytest.mark.parametrize("form", ["table", "records"])
def test_an_article_cannot_tell_the_terminal_what_to_do(small_store: Path, form: str) -> None:
    query = 'SELECT ("خبر\u001b[2J\u009b1m\tعاجل\\nمن بغداد" AS ?said) {}'
    shown = kg("query", "-", "--format", form, "--store", small_store, stdin=query).stdout
    assert "خبر\ufffd[2J\ufffd1m" in shown
    assert "من بغداد" in shown
    assert not set(shown) & {"\x1b", "\x9b"}


def test_an_empty_answer_says_so_and_is_no_failure(small_store: Path) -> None:
    asked = kg("query", "-", "--store", small_store, stdin="SELECT ?x { ?x a kg:Stabbing }")
    assert (asked.exit_code, asked.stderr) == (0, "Nothing found.\n")


@pytest.mark.parametrize(
    ("arguments", "stdin", "message"),
    [
        (["query"], "", "what is to be asked"),
        (["query", "incidnets"], "", "did you mean incidents?"),
        (["query", "none.rq"], "", "none.rq: cannot be read"),
        (["query", "incidents", "-p", "kind"], "", "NAME=VALUE"),
        (["query", "incidents", "kind=kg:Attack"], "", "with -p: kg query incidents -p kind=kg:Attack"),
        (["query", "incidents", "threats"], "", "one question at a time"),
        (["query", "incidents", "-p", "kind=kg:Attack", "-p", "kind=kg:Threat"], "", "given twice"),
        (["query", "incidents", "-p", "color=red"], "", "no parameter 'color'"),
        (["query", "-"], "SELECT ?x {", "line 1"),
        (["query", "-"], "SELEC\n", "line 1, column 1"),
        (["restore", "nope.tgz"], "", "nope.tgz: there is no such file or folder"),
        (["query", "-"], "INSERT DATA { <a:b> <a:c> 1 }", "only read"),
        (["query", "-"], b"\xff\xfe", "standard input: not UTF-8 at byte 0"),
        (["query", "-", "-f", "docx"], "ASK {}", "no format 'docx'; known are table, records, json"),
        (["query", "-", "-f", "turtle"], "ASK {}", "cannot be written as turtle"),
        (["export", "-f", "docx"], "", "unknown format 'docx'"),
        (["export", "graph.docx"], "", "no format is known by '.docx'; known are .trig"),
        (["export", "-f", "trig", "--sorted"], "", "cannot be sorted"),
        (["export", "--graph", "article:none"], "", "there is no graph"),
        (["export", "none/graph.nq"], "", "cannot be written"),
        (["explain", "nothing"], "", "no event 'nothing'"),
        (["evaluate", "none"], "", "none"),
    ],
)
def test_a_mistake_is_one_clear_message(small_store: Path, arguments: list[str], stdin: str | bytes, message: str) -> None:
    asked = kg("--store", small_store, *arguments, stdin=stdin)
    assert asked.exit_code == 2
    assert asked.stderr.startswith("kg: ")
    assert message in asked.stderr
    assert asked.stdout == ""
    assert "Traceback" not in asked.stderr


@pytest.mark.parametrize(
    "arguments", [["bild"], ["build", "--workers", "0", "x"], ["query", "--frmat", "csv"], ["remove"], ["serve", "--port", "x"]]
)
def test_what_cannot_be_a_command_ends_with_2(arguments: list[str]) -> None:
    asked = kg(*arguments)
    assert asked.exit_code == 2
    assert "Usage:" in asked.stderr


def test_the_graph_is_exported_to_a_file_in_the_format_of_its_name(small_store: Path, tmp_path: Path) -> None:
    assert kg("export", tmp_path / "graph.ttl", "--store", small_store).exit_code == 0
    assert "@prefix kg:" in (tmp_path / "graph.ttl").read_text("utf-8")


def test_one_article_is_exported_by_its_short_name(small_store: Path) -> None:
    exported = kg("export", "--graph", "article:خبر-1", "--format", "nt", "--store", small_store)
    assert exported.exit_code == 0
    assert "سوق الحسكة" in exported.stdout


def test_a_sorted_export_is_lines_in_order(small_store: Path) -> None:
    lines = kg("export", "--sorted", "--store", small_store).stdout_bytes.splitlines()
    assert lines == sorted(lines)
    assert len(lines) > 100


def test_explaining_gives_score_reports_and_both_reasons(small_store: Path) -> None:
    shown = kg("explain", "blast", "--store", small_store)
    assert shown.exit_code == 0
    for part in ("Same", "0.9", "article:خبر-1", "article:b2", "المكان واحد", "same place"):
        assert part in shown.stdout


def test_explaining_an_event_begins_with_how_many_origins_its_reports_have(small_store: Path) -> None:
    assert kg("explain", "blast", "--store", small_store).stdout.startswith("2 reports from 2 origins\n")
    assert "origins" not in kg("explain", "blast", "blast-b2", "--store", small_store).stdout


def test_explaining_for_programs_is_json(small_store: Path) -> None:
    (match,) = json.loads(kg("explain", "blast", "--json", "--store", small_store).stdout)
    assert match["decision"] == "Same"


def test_nothing_to_explain_ends_with_1(small_store: Path) -> None:
    shown = kg("explain", "plot", "--store", small_store)
    assert shown.exit_code == 1
    assert "no report of another article came near enough to it" in shown.stderr


def test_counts_are_shown_for_people_and_programs(small_store: Path) -> None:
    assert re.search(r"^articles +2$", kg("stats", "--store", small_store).stdout, re.MULTILINE)
    assert json.loads(kg("stats", "--json", "--store", small_store).stdout)["kinds"]["Bombing"] == 1


def test_a_build_and_the_counts_agree(tmp_path: Path, store: Path) -> None:
    built = json.loads(kg("build", SEEDS, "--json", "--store", store).stdout)
    counted = json.loads(kg("stats", "--json", "--store", store).stdout)
    names = ("articles", "entities", "incidents", "statements", "claims", "quads")
    assert {name: built[name] for name in names} == {name: counted[name] for name in names}


def test_evaluating_says_how_well_the_seeds_were_read(seeds_store: Path) -> None:
    shown = kg("evaluate", ROOT / "tests" / "gold", "--store", seeds_store)
    assert shown.exit_code == 0
    assert "entities" in shown.stdout
    figures = json.loads(kg("evaluate", ROOT / "tests" / "gold", "--json", "--store", seeds_store).stdout)
    assert 0 < figures["entities"]["f1"] <= 1


def test_annotated_articles_that_are_not_in_the_graph_end_with_1(small_store: Path) -> None:
    assert kg("evaluate", ROOT / "tests" / "gold", "--store", small_store).exit_code in (1, 2)


# ── The edge ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@click.command()
def fails() -> None:
    raise ZeroDivisionError("a fault of ours")


@click.command()
def interrupted() -> None:
    raise KeyboardInterrupt


def test_a_fault_of_our_own_is_shown_whole_and_has_its_own_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(COMMANDS, "fails", (f"{__name__}:fails", ""))
    shown = kg("fails")
    assert shown.exit_code == 70
    assert "Traceback" in shown.stderr
    assert "a fault of ours" in shown.stderr


@click.command()
def full() -> None:
    raise OSError(errno.ENOSPC, "No space left on device", "graph.nq")


def test_what_the_system_refuses_is_one_clear_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(COMMANDS, "full", (f"{__name__}:full", ""))
    shown = kg("full")
    assert (shown.exit_code, shown.stderr) == (2, "kg: graph.nq: No space left on device\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize("command", [["export"], ["query", "incidents", "-f", "csv"], ["stats"]])
def test_an_answer_that_could_not_be_written_is_no_success(small_store: Path, command: list[str]) -> None:
    with Path("/dev/full").open("wb") as device:
        done = subprocess.run(
            [sys.executable, "-m", "kg", "--store", str(small_store), *command],
            cwd=ROOT,
            stdout=device,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.decode() == "kg: No space left on device\n"


@pytest.mark.parametrize("arguments", [["query", "incidents", "-p", "kind=\udcff"], ["remove", "\udcff"], ["--store", "\udcff", "stats"]])
def test_an_argument_that_is_no_text_is_refused(arguments: list[str]) -> None:
    shown = kg(*arguments)
    assert shown.exit_code == 2
    assert "is not UTF-8" in shown.stderr


def test_an_interrupted_command_ends_as_shells_expect(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(COMMANDS, "interrupted", (f"{__name__}:interrupted", ""))
    monkeypatch.setattr(signal, "signal", lambda *_: None)  # it ignores further ones, until the end of its process
    ended = kg("interrupted")
    assert (ended.exit_code, ended.stderr) == (130, "kg: interrupted\n")


@pytest.mark.parametrize("seconds", [0, 0.4])
def test_ctrl_c_while_a_command_is_loaded_ends_it_at_once_and_says_so(store: Path, seconds: float) -> None:
    running = subprocess.Popen(
        [sys.executable, "-c", HEEDING, "build", "-", "--store", store], stdin=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, text=True
    )
    assert running.stderr is not None
    assert running.stderr.readline() == "loading\n"
    time.sleep(seconds)
    running.send_signal(signal.SIGINT)
    _, message = running.communicate(timeout=60)
    assert (running.returncode, message) == (130, "kg: interrupted; nothing was done yet\n")
    assert not store.exists()


@pytest.mark.slow
def test_ctrl_c_twice_ends_a_build_with_one_line_and_nothing_else(tmp_path: Path, store: Path) -> None:
    running = process("build", "-", "--store", store, stdin=subprocess.PIPE)
    assert running.stderr is not None
    deadline = time.monotonic() + 60
    while not (store / "lock.json").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    first = running.stderr.readline()
    running.send_signal(signal.SIGINT)
    _, rest = running.communicate(timeout=60)
    assert running.returncode == 130, rest
    assert "Traceback" not in (first + rest).decode()
    assert (first + rest).decode().splitlines()[-1].endswith("the same command again goes on from there")


def test_a_reader_that_has_seen_enough_is_no_fault(small_store: Path) -> None:
    exporting = process("export", "--format", "nq", "--store", small_store)
    assert exporting.stdout is not None
    exporting.stdout.read(10)
    exporting.stdout.close()
    assert exporting.stderr is not None
    message = exporting.stderr.read().decode()
    exporting.wait(60)
    assert message == ""


def test_arabic_is_written_as_it_is_whatever_the_locale(small_store: Path) -> None:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": ""}
    running = process("query", "incidents", "--store", small_store, env=environment)
    shown, message = running.communicate(timeout=60)
    assert running.returncode == 0, message.decode()
    assert "الحسكة" in shown.decode("utf-8")
