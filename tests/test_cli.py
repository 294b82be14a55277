"""The commands that answer: what they print, for people and for programs, and how they end."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import platformdirs
import pytest
from conftest import LAPTOPS, PHONES, REPOSITORY, STAFF, TARGET, TEXT, Answer

from cqtui import cli, config, errors, store
from cqtui.commands.grammar import COMMANDS, make_parser
from cqtui.model import Alternative, Entity, Fact, Source, fact_id, identified

Ask = Callable[..., Answer]
READING = ("facts", "companies", "metrics", "sources", "timeline")
PHONES_ID, STAFF_ID, TARGET_ID, LAPTOPS_ID = map(fact_id, (PHONES, STAFF, TARGET, LAPTOPS))


@pytest.fixture
def small(store_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small store, as the one that the environment names."""
    monkeypatch.setenv("CQTUI_STORE", str(store_path))
    return store_path


def ids(answer: Answer) -> list[str]:
    return [row["id"] for row in json.loads(answer.out)]


def on_a_terminal(
    *words: str, columns: int = 80, **variables: str
) -> tuple[int, str]:  # pragma: no cover - the child is measured elsewhere
    """The exit code of a command line on a terminal, and what came out on it."""
    parent, child = pty.openpty()
    environment = {**os.environ, "COLUMNS": str(columns), "LINES": "24", **variables}
    process = subprocess.Popen(
        [sys.executable, "-m", "cqtui", *words],
        stdin=child, stdout=child, stderr=child, env=environment, cwd=REPOSITORY, close_fds=True,
    )  # fmt: skip
    os.close(child)
    out = b""
    while True:
        try:
            block = os.read(parent, 65536)
        except OSError:  # the other end is closed
            break
        if not block:
            break
        out += block
    os.close(parent)
    return process.wait(30), out.decode()


def in_a_process(*words: str, **pipes: object) -> subprocess.CompletedProcess[str]:
    settings: dict[str, object] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **pipes}
    return subprocess.run(
        [sys.executable, "-m", "cqtui", *words],
        text=True, cwd=REPOSITORY, timeout=60, **settings,
    )  # type: ignore[call-overload,no-any-return]  # fmt: skip


# Searching


@pytest.mark.usefixtures("small")
class TestFind:
    def test_finds_by_name_alias_figure_year_and_any_script(self, ask: Ask) -> None:
        for words in (["oppo", "phones"], ["guangdong"], ["18.9"], ["手机"], ["phon", "2019"], ["18,900,000"]):
            assert PHONES_ID in ids(ask("find", *words, "--json")), words

    def test_options_may_stand_between_the_words(self, ask: Ask) -> None:
        assert ids(ask("find", "oppo", "--json", "phones")) == [PHONES_ID]

    def test_every_word_must_occur(self, ask: Ask) -> None:
        assert ask("find", "oppo", "laptops").code == errors.NOTHING_FOUND

    def test_nothing_found_is_said_on_stderr_with_what_comes_near(self, ask: Ask) -> None:
        code, out, err = ask("find", "oppoo")
        assert (code, out) == (1, "")
        assert err == "cqtui: nothing found for 'oppoo'; did you mean OPPO?\n"

    def test_nothing_found_is_an_empty_array_to_programs(self, ask: Ask) -> None:
        code, out, _ = ask("find", "nosuchthing", "--json")
        assert (code, json.loads(out)) == (1, [])

    def test_a_limit_says_how_many_were_left_out(self, ask: Ask) -> None:
        code, out, err = ask("find", "2019", "--limit", "1")
        assert code == 0
        assert len(out.splitlines()) == 2  # the headers and one row
        assert "3 more match; --limit 0 shows all 4" in err

    def test_filters_narrow_it_down(self, ask: Ask) -> None:
        assert ids(ask("find", "2019", "--company", "重庆", "--status", "actual", "--json")) == [LAPTOPS_ID]

    @pytest.mark.parametrize("text", ['"', "' OR 1", "*", "NEAR(", "a AND", "%", "¥ 5", "-", "𠀀", "½", "٣", "()"])
    def test_no_text_breaks_it(self, ask: Ask, text: str) -> None:
        assert ask("find", "--", text).code in (0, 1)


# One fact


@pytest.mark.usefixtures("small")
class TestShow:
    def test_prints_the_sentence_with_its_figure_set_off_the_paragraph_and_the_citation(self, ask: Ask) -> None:
        code, out, err = ask("show", PHONES_ID)
        assert (code, err) == (0, "")
        assert "In 2019 it shipped «18.9 million» phones, up 58%.\n" in out
        assert "In ¶ 2: OPPO ties handsets and parts together. In 2019 it shipped «18.9 million» phones" in out
        assert "A Report, iChongqing, 22 May 2020, ¶ 2" in out
        assert "18,900,000 mobile phones" in out
        assert PHONES_ID in out

    def test_ascii_uses_brackets(self, ask: Ask) -> None:
        out = ask("show", PHONES_ID, "--ascii").out
        assert "[18.9 million]" in out
        assert out.isascii()

    def test_the_beginning_of_an_id_will_do(self, ask: Ask) -> None:
        others = (STAFF_ID, TARGET_ID, LAPTOPS_ID)
        short = next(PHONES_ID[:n] for n in range(1, 11) if not any(one.startswith(PHONES_ID[:n]) for one in others))
        assert f"«{PHONES.as_written}»" in ask("show", short.upper()).out

    def test_an_ambiguous_beginning_lists_the_candidates(self, ask: Ask, small: Path) -> None:
        twins = [replace(STAFF, id=f"zz{n}", as_written=f"4,37{n}") for n in (1, 2)]
        store.append(small, facts=twins)
        code, out, err = ask("show", "zz")
        assert (code, out) == (errors.USAGE, "")
        assert "zz1, zz2" in err

    @pytest.mark.parametrize("id", ["nosuchid", "%", "_", ""])
    def test_an_unknown_id_is_nothing_found(self, ask: Ask, id: str) -> None:
        code, out, err = ask("show", id)
        assert (code, out) == (errors.NOTHING_FOUND, "")
        assert "find" in err

    def test_json_is_the_row_with_what_it_cites(self, ask: Ask) -> None:
        row = json.loads(ask("show", PHONES_ID, "--json").out, parse_float=Decimal)
        assert row["value"] == 18900000
        assert str(row["change"]["value"]) == "58.0"  # with the digits it was given
        assert row["citation"] == "A Report, iChongqing, 22 May 2020"
        assert row["source"]["published"] == "2020-05-22"
        assert "text" not in row["source"]

    def test_json_of_several_is_an_array(self, ask: Ask) -> None:
        assert ids(ask("show", PHONES_ID, STAFF_ID, "--json")) == [PHONES_ID, STAFF_ID]

    def test_a_figure_that_stands_twice_in_its_sentence_is_set_off_where_it_was_meant(
        self, ask: Ask, small: Path
    ) -> None:
        sentence = "It made 5 phones, then 5 more."
        said = replace(STAFF.evidence, source="twice", start=len("It made 5 phones, then "), sentence=sentence)
        said = replace(said, end=(said.start or 0) + 1)
        fact = replace(STAFF, as_written="5", evidence=said)
        store.append(small, sources=[Source(id="twice", text=sentence)], facts=[fact])
        assert "It made 5 phones, then «5» more." in ask("show", fact_id(fact)).out

    def test_evidence_without_a_text_is_still_set_off(self, ask: Ask, small: Path) -> None:
        said = replace(STAFF.evidence, source="elsewhere", start=None, end=None)
        fact = replace(STAFF, evidence=said)
        store.append(small, facts=[fact])
        assert "It employs «4,376».\n" in ask("show", fact_id(fact)).out


class TestTheShippedStore:
    def test_every_fact_shows_its_evidence(self, ask: Ask, shipped: Path) -> None:
        facts = store.read(shipped).facts
        texts = {source.id: source.text or "" for source in store.read(shipped).sources}
        for fact in facts:
            code, out, _ = ask("--store", shipped, "show", fact.id)
            figure = texts[fact.evidence.source][fact.evidence.start : fact.evidence.end]
            assert code == 0
            assert f"«{figure}»" in out
            assert fact.evidence.sentence in re.sub("[«»]", "", out)

    def test_it_is_what_is_read_where_no_store_is_named(self, ask: Ask, shipped: Path) -> None:
        assert json.loads(ask("--json").out)["facts"] == len(store.read(shipped).facts)

    def test_asustek_finds_asus(self, ask: Ask) -> None:
        answer = ask("find", "asustek", "--json")
        assert {row["entity"] for row in json.loads(answer.out)} == {"asus"}

    def test_it_has_no_problems(self, ask: Ask, shipped: Path) -> None:
        assert ask("check", shipped)[:2] == (0, f"no problems in {len(store.read(shipped).facts)} facts\n")


# Several


@pytest.mark.usefixtures("small")
class TestCompare:
    def test_says_why_a_target_is_no_actual(self, ask: Ask) -> None:
        code, out, _ = ask("compare", TARGET_ID, LAPTOPS_ID)
        assert code == 0
        assert "target" in out.splitlines()[0]

    def test_is_read_by_programs(self, ask: Ask) -> None:
        row = json.loads(ask("compare", TARGET_ID, LAPTOPS_ID, "--json").out)
        assert row["verdict"] == "not comparable"
        assert row["reasons"]

    def test_is_written_as_markdown(self, ask: Ask) -> None:
        assert "| --- |" in ask("compare", TARGET_ID, LAPTOPS_ID, "--format", "md").out

    @pytest.mark.parametrize("given", [(PHONES_ID,), (PHONES_ID, PHONES_ID)])
    def test_takes_two_different_facts(self, ask: Ask, given: tuple[str, ...]) -> None:
        code, out, err = ask("compare", *given)
        assert (code, out) == (errors.USAGE, "")
        assert "2 to" in err

    def test_takes_no_more_than_can_be_seen_side_by_side(self, ask: Ask, shipped: Path) -> None:
        given = [fact.id for fact in store.read(shipped).facts[:20]]
        assert ask("--store", shipped, "compare", *given).code == errors.USAGE


@pytest.mark.usefixtures("small")
class TestFilters:
    @pytest.mark.parametrize(
        ("filters", "expected"),
        [
            ((), {PHONES_ID, STAFF_ID, TARGET_ID, LAPTOPS_ID}),
            (("--company", "oppo"), {PHONES_ID, STAFF_ID}),
            (("--entity", "Guangdong OPPO"), {PHONES_ID, STAFF_ID}),
            (("--company", "china"), set()),
            (("--company", "china", "--parts"), {TARGET_ID, LAPTOPS_ID}),
            (("--metric", "shipments"), {PHONES_ID}),
            (("--metric", "shipments", "--metric", "Employees"), {PHONES_ID, STAFF_ID}),
            (("--item", "laptop"), {TARGET_ID, LAPTOPS_ID}),
            (("--metric", "shipments", "--item", "laptop"), set()),
            (("--place", "重庆", "--status", "target"), {TARGET_ID}),
            (("--source", "report"), {PHONES_ID, STAFF_ID, TARGET_ID, LAPTOPS_ID}),
            (("--review", "accepted"), {TARGET_ID}),
            (("--since", "2020"), {TARGET_ID}),
            (("--until", "2019-12"), {PHONES_ID, STAFF_ID, LAPTOPS_ID}),
            (("--since", "2019-12-31", "--until", "2019-12-31"), {PHONES_ID, STAFF_ID, LAPTOPS_ID}),
            (("--find", "64 million"), {TARGET_ID, LAPTOPS_ID}),
        ],
    )
    def test_choose_facts(self, ask: Ask, filters: tuple[str, ...], expected: set[str]) -> None:
        answer = ask("facts", *filters, "--json")
        assert set(ids(answer)) == expected
        assert answer.code == (0 if expected else 1)

    def test_sort_and_limit(self, ask: Ask) -> None:
        given = ask("facts", "--item", "laptop", "--sort", "largest", "--limit", "1", "--json")
        assert ids(given) == [LAPTOPS_ID]

    def test_may_stand_before_the_command(self, ask: Ask) -> None:
        assert set(ids(ask("--company", "OPPO", "facts", "--json"))) == {PHONES_ID, STAFF_ID}

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("facts", "--company", "opo"), "did you mean OPPO?"),
            (("facts", "--company", "nosuch"), "'cqtui companies' lists what there is"),
            (("facts", "--metric", "shipment volume"), "--metric: the store has no 'shipment volume'"),
            (("facts", "--source", "nosuch"), "the store has no 'nosuch'"),
            (("facts", "--since", "2019-13"), "'2019-13' is not a year, month or day"),
            (("facts", "--since", "2020", "--until", "2019"), "nothing can match"),
            (("facts", "--status", "real"), "invalid choice"),
            (("facts", "--limit", "-1"), "--limit"),
            (("facts", "--json", "--format", "csv"), "contradict"),
            (("facts", "oppo"), "unrecognized arguments: oppo"),
            (("--company", "OPPO", "check"), "check: takes no --company"),
            (("oppo",), "cqtui find oppo"),
            (("fnid", "oppo"), "did you mean find?"),
            (("--nosuch", "facts"), "--nosuch"),
            (("find",), "WORDS"),
            (("--at", "nosuch=1"), "--at"),
            (("--store", "", "facts"), "--store"),
        ],
    )
    def test_what_does_not_exist_is_refused_in_one_line(self, ask: Ask, words: tuple[str, ...], said: str) -> None:
        code, out, err = ask(*words)
        assert (code, out) == (errors.USAGE, "")
        assert said in err
        assert err.startswith("cqtui: ")
        assert err.count("\n") == 1


@pytest.mark.usefixtures("small")
class TestLists:
    def test_companies_are_a_tree_with_counts(self, ask: Ask) -> None:
        rows = json.loads(ask("companies", "--json").out)
        assert {row["id"]: row["facts"] for row in rows} == {"chongqing": 2, "oppo": 2}

    def test_parts_stand_below_their_whole(self, ask: Ask, shipped: Path) -> None:
        lines = ask("--store", shipped, "companies").out.splitlines()
        depth = {line.split("  place")[0].strip(): len(line) - len(line.lstrip()) for line in lines[1:]}
        assert depth["Chongqing"] < depth["Liangjiang New Area"] < depth["Lianglu/Cuntan Bonded Port Area"]

    def test_a_list_shows_what_is_chosen_and_no_more(self, ask: Ask) -> None:
        assert [row["id"] for row in json.loads(ask("companies", "--company", "oppo", "--json").out)] == ["oppo"]
        rows = json.loads(ask("metrics", "--metric", "shipments", "--json").out)
        assert [(row["metric"], row["item"], row["facts"]) for row in rows] == [("shipments", "mobile phone", 1)]

    def test_metrics_list_their_items_below_them(self, ask: Ask) -> None:
        out = ask("metrics").out
        assert re.search(r"^Output volume +2 ", out, re.M)
        assert re.search(r"^  laptop +2 ", out, re.M)

    def test_sources_come_with_their_citation_and_without_their_text(self, ask: Ask) -> None:
        (row,) = json.loads(ask("sources", "--json").out)
        assert (row["id"], row["facts"]) == ("press", 4)
        assert row["citation"] == "A Report, iChongqing, 22 May 2020"
        assert "text" not in row

    def test_other_filters_count_too(self, ask: Ask) -> None:
        rows = json.loads(ask("companies", "--status", "target", "--json").out)
        assert {row["id"]: row["facts"] for row in rows} == {"chongqing": 1}


@pytest.mark.usefixtures("small")
class TestTimeline:
    def test_draws_each_period_on_one_axis(self, ask: Ask) -> None:
        lines = ask("timeline", "--width", "60").out.splitlines()
        actual, target = (line for line in lines if line.startswith("  Chongqing"))
        assert "░" in target
        assert "█" in actual
        assert actual.index("█") < target.index("░")
        assert "│" in next(line for line in lines if "4,376" in line)
        assert lines[0].index("2020") == target.index("░")
        assert all(len(line) <= 60 for line in lines)

    @pytest.mark.parametrize("width", [40, 80, 132, 300])
    @pytest.mark.parametrize("group", ["metric", "company", "source"])
    def test_fits_any_width(self, ask: Ask, two_briefs: Path, width: int, group: str) -> None:
        out = ask("--store", two_briefs, "timeline", "--width", str(width), "--group", group, "--ascii").out
        assert max(map(len, out.splitlines())) <= width
        assert out.isascii()

    def test_takes_words_filters_and_a_limit(self, ask: Ask) -> None:
        assert "OPPO" not in ask("timeline", "laptop").out
        assert ids(ask("timeline", "--company", "oppo", "--json")) == [PHONES_ID, STAFF_ID]
        assert ask("timeline", "--limit", "1").out.count("\n") == 3  # the scale, a heading, a row
        assert ask("timeline", "nosuch").code == 1

    @pytest.mark.parametrize("how", ["--plot", "--log", "--index"])
    def test_plots_levels_at_their_times_at_any_width(self, ask: Ask, two_briefs: Path, how: str) -> None:
        for width in (40, 80, 200):
            code, out, err = ask("--store", two_briefs, "timeline", how, "--width", str(width), "--ascii")
            assert (code, err) == (0, "")
            assert max(map(len, out.splitlines())) <= width and out.isascii() and "\x1b" not in out
            assert "=A=" in out or "A" in out

    def test_a_plot_says_what_it_leaves_out_and_takes_no_other_format(self, ask: Ask) -> None:
        assert "Chongqing" in ask("timeline", "--plot", "laptop").out
        assert ask("timeline", "--plot", "nosuch").code == 1
        assert ask("timeline", "--log", "--index").code == 64
        assert "a plot is no json" in ask("timeline", "--plot", "--json").err

    def test_writes_the_plot_as_svg_and_replaces_nothing_unasked(self, ask: Ask, tmp_path: Path) -> None:
        path = tmp_path / "plot.svg"
        assert "drew" in ask("timeline", "--svg", str(path), "--company", "oppo").out
        text = path.read_text("utf-8")
        assert text.startswith("<?xml") and "OPPO" in text and "iChongqing, 22 May 2020" in text
        assert ask("timeline", "--svg", str(path)).code == 73
        assert ask("timeline", "--svg", str(path), "--force").code == 0
        assert ask("timeline", "--svg", "-").out.rstrip().endswith("</svg>")


@pytest.mark.usefixtures("small")
class TestTheOverview:
    def test_is_printed_where_the_output_is_no_terminal(self, ask: Ask) -> None:
        code, out, err = ask()
        assert (code, err) == (0, "")
        assert out.startswith("A small store\n4 facts from 1 source, 2019 to 2020\n")
        assert "Shipments · mobile phone" in out

    def test_is_of_the_place_that_a_link_names(self, ask: Ask) -> None:
        assert "2 facts from" in ask("--at", "entity=oppo&pane=timeline").out
        assert "1 fact from" in ask("--at", "entity=oppo", "--metric", "shipments").out

    def test_is_read_by_programs(self, ask: Ask) -> None:
        made = json.loads(ask("--json").out)
        assert (made["title"], made["facts"], made["from"], made["to"]) == (
            "A small store", 4, "2019-01-01", "2020-12-31",
        )  # fmt: skip


# Formats


@pytest.mark.usefixtures("small")
class TestFormats:
    @pytest.mark.parametrize("command", READING)
    def test_every_reading_command_has_all_of_them(self, ask: Ask, command: str) -> None:
        rows = json.loads(ask(command, "--json").out)
        assert rows == [json.loads(line) for line in ask(command, "--format", "jsonl").out.splitlines()]
        cells = list(csv.DictReader(io.StringIO(ask(command, "--format", "csv").out)))
        assert len(cells) == len(rows)
        markdown = ask(command, "--format", "md").out.splitlines()
        assert set(markdown[1]) <= set("| -")
        assert ask(command, "--format", "table").out == ask(command).out

    def test_a_row_is_the_interchange_form_in_its_order(self, ask: Ask) -> None:
        (row,) = json.loads(ask("find", "18.9", "--json").out)
        assert list(row) == [
            "id", "entity", "metric", "item", "place", "value", "upper", "unit", "per", "bound", "as_written",
            "period", "status", "change", "evidence", "confidence", "extractor", "review", "note", "alternatives",
        ]  # fmt: skip

    @pytest.mark.parametrize("command", ["targets", "conflicts"])
    def test_csv_holds_no_notation_of_pythons(self, ask: Ask, shipped: Path, command: str) -> None:
        rows = list(csv.DictReader(io.StringIO(ask(command, "--store", shipped, "--format", "csv").out)))
        assert rows
        for cell in (cell for row in rows for cell in row.values()):
            assert "Decimal(" not in cell and not cell.startswith(("{'", "['", "("))
            if cell.startswith(("{", "[")):
                json.loads(cell)

    def test_csv_has_a_column_for_each_field(self, ask: Ask) -> None:
        (row,) = csv.DictReader(io.StringIO(ask("find", "18.9", "--format", "csv").out))
        assert row["value"] == "18900000"
        assert row["period.start"] == "2019-01-01"
        assert row["change.value"] == "58.0"
        assert row["citation"] == "A Report, iChongqing, 22 May 2020, ¶ 2"

    def test_a_cell_that_a_spreadsheet_would_run_is_defused(self, ask: Ask, small: Path) -> None:
        sentence = "=HYPERLINK('x')"
        said = replace(STAFF.evidence, source="evil", start=None, end=None, sentence=sentence)
        made = [
            replace(STAFF, as_written=text, evidence=said, value=Decimal(-5))
            for text in ("+1+1", "-2+3", "@SUM(1)", "\tx")
        ]
        store.append(small, facts=made)
        rows = list(csv.DictReader(io.StringIO(ask("facts", "--source", "evil", "--format", "csv").out)))
        assert {row["as_written"] for row in rows} == {"'+1+1", "'-2+3", "'@SUM(1)", "'\tx"}
        assert {row["evidence.sentence"] for row in rows} == {f"'{sentence}"}
        assert {row["value"] for row in rows} == {"-5"}  # a number stays one


# Hostile text

PAYLOADS = (
    "\x1b[31mred", "\x1b]52;c;cm0gLXJmIH4=\x07", "\x9b2J", "\u202egnp.exe", "\u2066x\u2069", "a\u200bb",
    "\x00", "\x7f", "\r\x08", "[@click=app.exit()]x[/]", "[bold]", "[/]", ":smile:", "\ud800",
)  # fmt: skip
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A store whose every text wants something of the terminal."""
    path = tmp_path / "hostile.json"
    text = "".join(PAYLOADS)
    sentence = f"{text} 5 {text}"
    at = len(text) + 1
    said = replace(STAFF.evidence, source="s", sentence=sentence, start=at, end=at + 1)
    fact = replace(
        STAFF, id="hostile1", entity="e", metric=f"m{text}", item=f"i{text}", place="e", unit=f"u{text}",
        as_written=f"5{text}", evidence=said, note=text, extractor=text,
        alternatives=(Alternative(field="unit", value=text, why=text),),
    )  # fmt: skip
    other = replace(fact, id="hostile2", as_written=f"6{text}")
    store.create(path, title=text)
    store.append(
        path,
        sources=[Source(id="s", title=text, publisher=text, url=text, text=sentence)],
        entities=[Entity(id="e", name=text, aliases=(text,))],
        facts=[fact, other],
    )
    return path


class TestHostileText:
    COMMANDS = (
        (), ("--json",), *((command,) for command in READING), *((command, "--json") for command in READING),
        *((command, "--format", "csv") for command in READING), *((command, "--format", "md") for command in READING),
        ("show", "hostile1"), ("show", "hostile1", "--json"), ("show", "hostile1", "--ascii"), ("check",),
        ("compare", "hostile1", "hostile2"), ("compare", "hostile1", "hostile2", "--format", "md"),
        ("export",), ("export", "--format", "csv"), ("export", "--format", "md"), ("find", "red"),
        ("find", "\x1b]52;c;x\x07"), ("show", "\x1b[31m"), ("facts", "--company", "\x1b[31m\u202e"),
        ("\x1b[31m",), ("facts", "\x1b[31m"), ("--store", "\x1b[31m", "facts"), ("import", "\x1b[31m\u202e"),
        ("--at", "\x1b[31m=1"), ("facts", "--since", "\x1b"), ("facts", "--status", "\x1b[31m"),
    )  # fmt: skip

    @pytest.mark.parametrize("words", COMMANDS, ids=lambda words: ascii(" ".join(words)))
    def test_none_of_it_gets_out_of_a_pipe(self, ask: Ask, hostile: Path, words: tuple[str, ...]) -> None:
        _, out, err = ask("--store", hostile, *words)
        assert not OBEYED.search(out)
        assert not OBEYED.search(err)

    @pytest.mark.parametrize("words", [(command,) for command in READING] + [("show", "hostile1")])
    def test_none_of_it_gets_out_on_a_terminal(self, hostile: Path, words: tuple[str, ...]) -> None:
        code, out = on_a_terminal("--store", str(hostile), *words, columns=200)
        assert code == 0
        styles = re.sub(r"\x1b\[[0-9;]*m", "", out.replace("\r\n", "\n"))
        assert not OBEYED.search(styles)
        assert "\x1b[31m" not in out
        if words != ("timeline",):
            assert "[bold]" in styles  # is text, not markup


# The terminal


@pytest.mark.usefixtures("small")
class TestOnATerminal:
    def test_tables_are_set_off_by_style(self) -> None:
        code, out = on_a_terminal("facts")
        assert code == 0
        assert "\x1b[1m" in out
        assert "OPPO" in out

    def test_the_figure_is_set_off_by_style_and_not_by_signs(self) -> None:
        _, out = on_a_terminal("show", PHONES_ID)
        assert "18.9 million\x1b[0m" in out
        assert "«" not in out

    def test_no_color_has_no_colours(self) -> None:
        for words, variables in ((("--no-color",), {}), ((), {"NO_COLOR": "1"})):
            _, out = on_a_terminal("show", PHONES_ID, *words, **variables)
            assert not re.search(r"\x1b\[[0-9;]*(3|4|9|10)[0-7]m", out)

    @pytest.mark.parametrize("columns", [20, 40, 50, 80])
    def test_a_narrow_table_loses_nothing(self, columns: int) -> None:
        _, out = on_a_terminal("facts", columns=columns)
        shown = re.sub(r"\x1b\[[0-9;]*m", "", out)
        assert max(map(len, shown.split("\r\n"))) <= columns
        if columns >= 50:
            assert all(id[:4] in shown for id in (PHONES_ID, STAFF_ID, TARGET_ID, LAPTOPS_ID))

    @pytest.mark.parametrize("term", ["dumb", ""])
    def test_the_explorer_does_not_start_on_one_that_cannot_show_it(self, term: str) -> None:
        code, out = on_a_terminal(TERM=term)
        assert code == errors.NO_TERMINAL
        assert out.startswith("cqtui: the explorer needs a terminal, and TERM is ")
        assert out.count("\n") == 1

    def test_nor_where_the_input_is_none(self) -> None:
        parent, child = pty.openpty()
        done = in_a_process(stdin=subprocess.DEVNULL, stdout=child)
        os.close(child)
        os.close(parent)
        assert done.returncode == errors.NO_TERMINAL
        assert "its input is no terminal" in done.stderr

    def test_the_explorer_gets_the_store_the_settings_and_the_view(
        self, small: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from cqtui.ui import app

        given: list[object] = []

        def run(*all: object) -> int:
            given.extend(all)
            return 7

        monkeypatch.setattr(app, "run", run)
        monkeypatch.setattr(sys, "stdout", _Terminal())
        monkeypatch.setattr(sys, "stdin", _Terminal())
        code = cli.run(
            ["--at", "pane=timeline", "--company", "OPPO", "--read-only", "--no-mouse", "--theme", "nord", "--ascii"]
        )
        assert code == 7
        chosen, settings, view, indexing, *_ = given
        assert indexing is None
        assert chosen == config.Chosen(small)
        assert settings == config.Settings(store=small, read_only=True, mouse=False, theme="nord", ascii=True)
        assert (view.pane, view.entities) == ("timeline", ("oppo",))  # type: ignore[attr-defined]


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


# How it ends


class TestFailures:
    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (None, errors.NO_INPUT),
            (b"", errors.BAD_DATA),
            (b"[1, 2]", errors.BAD_DATA),
            (b"\x89PNG\r\n\x1a\n", errors.BAD_DATA),
            (b'{"meta": {"1": {"schema": 1}}, "facts": {"1"', errors.BAD_DATA),
            (b'{"name": "npm"}', errors.BAD_DATA),
            (b'{"meta": {"1": {"schema": 99}}}', errors.BAD_DATA),
        ],
    )
    @pytest.mark.parametrize("command", ["facts", "check", "find x", "companies", "show x", "export", ""])
    def test_what_is_no_store_is_refused_in_one_line_and_left_as_it_is(
        self, ask: Ask, tmp_path: Path, content: bytes | None, code: int, command: str
    ) -> None:
        path = tmp_path / "odd.json"
        if content is not None:
            path.write_bytes(content)
        answer = ask("--store", path, *command.split())
        assert (answer.code, answer.out) == (code, "")
        assert answer.err.startswith(f"cqtui: {path}: ")
        assert answer.err.count("\n") == 1
        assert (path.read_bytes() if path.exists() else None) == content
        assert [entry.name for entry in tmp_path.iterdir()] == ([] if content is None else ["odd.json"])

    def test_a_folder_and_a_pipe_are_no_stores(self, ask: Ask, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        for path in (tmp_path, tmp_path / "pipe"):
            assert ask("--store", path, "facts").code == errors.NO_INPUT

    def test_a_circle_of_links_is_no_store(self, ask: Ask, tmp_path: Path) -> None:
        (tmp_path / "a").symlink_to(tmp_path / "b")
        (tmp_path / "b").symlink_to(tmp_path / "a")
        assert ask("--store", tmp_path / "a", "facts").code == errors.NO_INPUT

    def test_settings_that_are_wrong_are_named(self, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("CQTUI_ASCII", "perhaps")
        code, _, err = ask("facts")
        assert code == errors.BAD_DATA
        assert "CQTUI_ASCII" in err

    @pytest.mark.usefixtures("small")
    def test_an_unexpected_error_is_one_line_and_a_report(self, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(*_: object) -> None:
            secret = "a value of the user's"
            raise ZeroDivisionError(f"\x1b[31m{len(secret)}")

        monkeypatch.setattr("cqtui.commands.reading.facts", broken)
        code, out, err = ask("facts")
        assert (code, out) == (cli.INTERNAL_ERROR, "")
        assert err.count("\n") == 1
        report = Path(err.strip().rpartition("details in ")[2])
        assert report.parent == config.state_folder()
        written = report.read_text()
        assert "ZeroDivisionError" in written
        assert "broken" in written
        assert not OBEYED.search(err + written)

    @pytest.mark.usefixtures("small")
    def test_an_interrupt_says_nothing(self, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupted(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("cqtui.commands.reading.facts", interrupted)
        assert ask("facts") == (130, "", "")

    @pytest.mark.usefixtures("small")
    def test_a_full_disk_behind_the_output_is_an_error(self) -> None:
        with Path("/dev/full").open("w") as full:
            done = in_a_process("facts", stdout=full)
        assert done.returncode == errors.IO_ERROR
        assert done.stderr == "cqtui: cannot write the output: No space left on device\n"

    @pytest.mark.usefixtures("small")
    def test_help_on_a_full_disk_too(self) -> None:
        with Path("/dev/full").open("w") as full:
            assert in_a_process("--help", stdout=full).returncode == errors.IO_ERROR

    @pytest.mark.usefixtures("small")
    def test_a_reader_that_goes_away_ends_it_without_a_word(self) -> None:
        reader, writer = os.pipe()
        os.close(reader)
        done = in_a_process("facts", stdout=writer)
        os.close(writer)
        assert (done.returncode, done.stderr) == (cli.PIPE_CLOSED, "")

    @pytest.mark.usefixtures("small")
    @pytest.mark.parametrize("redirection", [">&-", "2>&-", "<&-"])
    def test_closed_streams_are_no_surprise(self, redirection: str) -> None:
        command = f"{sys.executable} -m cqtui facts --company nosuch {redirection}"
        done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, cwd=REPOSITORY)
        assert done.returncode == (errors.IO_ERROR if redirection == ">&-" else errors.USAGE)
        assert "Traceback" not in done.stderr + done.stdout

    @pytest.mark.usefixtures("small")
    @pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp437"])
    def test_a_narrow_character_set_loses_signs_and_nothing_else(
        self, encoding: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PYTHONIOENCODING", encoding)
        monkeypatch.setenv("PYTHONUTF8", "0")
        done = in_a_process("show", PHONES_ID)
        assert done.returncode == 0
        assert "[18.9 million]" in done.stdout
        rows = json.loads(in_a_process("find", "手机", "--json", encoding="utf-8").stdout)
        assert [row["id"] for row in rows] == [PHONES_ID]


# What a person learns from


class TestHelp:
    def test_lists_every_command_with_its_purpose(self, ask: Ask) -> None:
        code, out, _ = ask("--help")
        assert code == 0
        said = " ".join(out.split())
        for command in COMMANDS:
            assert f"{command.name} {command.purpose}" in said
        assert "examples:" in out

    @pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
    def test_each_command_explains_itself_with_an_example_that_parses(self, ask: Ask, command: object) -> None:
        name, examples, about = command.name, command.examples, command.about  # type: ignore[attr-defined]
        for asked in (("help", name), (name, "--help")):
            code, out, _ = ask(*asked)
            assert code == 0
            assert about in out
            assert "--store FILE" in out
        for example in examples:
            assert example in out
        words = examples[0].split("cqtui ")[1].split(">")[0].split()
        if "$(" not in examples[0]:
            assert make_parser().parse_args(words).command == name

    def test_every_option_is_explained(self) -> None:
        for command in COMMANDS:
            assert all(option.settings["help"] for option in command.options)

    def test_version(self, ask: Ask) -> None:
        assert re.fullmatch(r"cqtui \d+\.\d+\.\d+\n", ask("--version").out)


@pytest.mark.parametrize("variables", [{}, {"XDG_CACHE_HOME": "/c", "XDG_DATA_HOME": "/d"}, {"XDG_STATE_HOME": " "}])
def test_files_live_where_platformdirs_says(variables: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.delenv(f"XDG_{kind}_HOME")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    expected = platformdirs.PlatformDirs("cqtui", appauthor=False)
    assert config.config_file() == expected.user_config_path / "config.toml"
    assert config.user_store() == expected.user_data_path / "facts.json"
    assert config.cache_folder() == expected.user_cache_path / "index"
    assert config.state_folder() == expected.user_state_path


# What is loaded


def loaded(*words: str) -> set[str]:
    """The top-level modules that answering a command line imports."""
    code = "import sys\nfrom cqtui import cli\nassert cli.run(sys.argv[1:]) == 0\nprint(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, cwd=REPOSITORY, check=True
    )
    return {name.split(".")[0] for name in done.stderr.split()}


@pytest.mark.usefixtures("small")
class TestImports:
    HEAVY = frozenset({
        "textual", "pydantic", "tinydb", "rich", "filelock", "argcomplete", "tomllib", "asyncio", "platformdirs",
        "tempfile", "subprocess", "hashlib", "threading", "logging",
    })  # fmt: skip

    @pytest.mark.parametrize(
        "words",
        [
            (), ("find", "oppo"), ("find", "oppo", "--json"), ("facts",), ("facts", "--format", "csv"),
            ("companies",), ("metrics",), ("sources",), ("timeline",), ("show", PHONES_ID),
            ("show", PHONES_ID, "--json"), ("compare", TARGET_ID, LAPTOPS_ID), ("export",),
            ("facts", "--company", "oppo", "--metric", "shipments"), ("facts", "--json"), ("metrics", "--json"),
        ],
        ids=" ".join,
    )  # fmt: skip
    def test_an_answer_from_a_fresh_index_loads_nothing_heavy(self, ask: Ask, words: tuple[str, ...]) -> None:
        assert ask("facts").code == 0  # the index is kept
        modules = loaded(*words)
        assert not modules & self.HEAVY
        if not {"--json", "export"} & set(words):
            assert not modules & {"json", "simplejson"}

    def test_nothing_but_the_explorer_loads_textual(self, tmp_path: Path) -> None:
        exported = tmp_path / "facts.jsonl"
        for words in (("check",), ("export", "-o", str(exported)), ("import", str(exported)), ("completion", "bash")):
            assert "textual" not in loaded(*words), words


# Completion


@pytest.mark.usefixtures("small")
class TestCompletion:
    @pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
    def test_prints_code_for_the_shell(self, ask: Ask, shell: str) -> None:
        code, out, _ = ask("completion", shell)
        assert code == 0
        assert "cqtui" in out

    @pytest.mark.parametrize(
        ("line", "expected"),
        [
            ("cqtui fi", {"find"}),
            ("cqtui facts --stat", {"--status"}),
            ("cqtui facts --status tar", {"target"}),
            ("cqtui facts --company OP", {"OPPO"}),
            ("cqtui facts --company op", {"OPPO"}),
            ("cqtui facts --metric Ship", {"Shipments"}),
            ("cqtui facts --item lap", {"laptop"}),
            ("cqtui facts --source pr", {"press"}),
            (f"cqtui show {PHONES_ID[:6]}", {PHONES_ID}),
        ],
    )
    def test_offers_commands_options_and_what_the_store_has(
        self, line: str, expected: set[str], tmp_path: Path
    ) -> None:
        offered = tmp_path / "offered"
        variables = {
            "_ARGCOMPLETE": "1", "COMP_LINE": line, "COMP_POINT": str(len(line)), "_ARGCOMPLETE_IFS": "\n",
            "_ARGCOMPLETE_STDOUT_FILENAME": str(offered), "_ARGCOMPLETE_SUPPRESS_SPACE": "1",
        }  # fmt: skip
        subprocess.run(
            [sys.executable, "-m", "cqtui"], env={**os.environ, **variables}, cwd=REPOSITORY, timeout=60,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
        )  # fmt: skip
        words = {one.split(":")[0].replace("\\ ", " ").strip() for one in offered.read_text().split("\n")}
        assert words == expected


def test_the_small_store_is_sound(ask: Ask, store_path: Path) -> None:
    assert ask("check", store_path)[:2] == (0, "no problems in 4 facts\n")
    assert TEXT.count("\n\n") == 2
    facts: list[Fact] = identified([PHONES])
    assert facts[0].id == PHONES_ID
