"""Facts in and out of a store by command: nothing lost, nothing half done, every refusal explained."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import strategies
from conftest import LAPTOPS, PHONES, REPOSITORY, STAFF, TARGET, Answer
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cqtui import cli, config, durable, errors, formats, store
from cqtui.model import Fact, Source, fact_id, identified
from cqtui.rows import json_text, row
from cqtui.vocabulary import Vocabulary

Ask = Callable[..., Answer]
FACTS = identified([PHONES, STAFF, TARGET, LAPTOPS])


def lines_of(*facts: Fact) -> str:
    return "".join(f"{json_text(row(fact))}\n" for fact in facts)


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """Four facts as JSON lines."""
    path = tmp_path / "facts.jsonl"
    path.write_text(lines_of(*FACTS), "utf-8")
    return path


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Where there is no store yet."""
    return tmp_path / "new.json"


def facts_in(path: Path) -> dict[str, Fact]:
    return {fact.id: fact for fact in store.read(path).facts}


class TestImport:
    def test_adds_facts_and_makes_the_store(self, ask: Ask, lines: Path, target: Path) -> None:
        code, out, err = ask("--store", target, "import", lines)
        assert (code, out) == (0, f"added 4 facts, 0 already there: {target} (a new store)\n")
        assert store.read(target).title == "new"
        assert facts_in(target) == {fact.id: fact for fact in FACTS}
        assert "known by id alone" in err
        assert "entity oppo" in err

    def test_again_adds_nothing(self, ask: Ask, lines: Path, target: Path) -> None:
        ask("--store", target, "import", lines)
        before = target.read_bytes()
        code, out, _ = ask("--store", target, "import", lines, lines)
        assert (code, out) == (0, f"added 0 facts, 8 already there: {target}\n")
        assert target.read_bytes() == before

    def test_numbers_stay_as_they_were_written(self, ask: Ask, lines: Path, target: Path) -> None:
        text = lines.read_text().replace('"value": 4376', '"value": 4376.10000000000000000001')
        text = text.replace(fact_id(STAFF), "staff")
        lines.write_text(text)
        ask("--store", target, "import", lines)
        facts = facts_in(target)
        assert facts["staff"].value == Decimal("4376.10000000000000000001")
        assert str(facts[fact_id(PHONES)].change.value) == "58.0"  # type: ignore[union-attr]

    def test_reads_the_standard_input(self, ask: Ask, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines_of(PHONES).encode())))
        assert ask("--store", target, "import", "-").code == 0
        assert list(facts_in(target)) == [fact_id(PHONES)]

    def test_reads_arrays_and_spread_out_rows(self, ask: Ask, tmp_path: Path) -> None:
        rows = [json.loads(line) for line in lines_of(*FACTS).splitlines()]
        for number, text in enumerate((json.dumps(rows), json.dumps(rows, indent=2), json.dumps(rows[0], indent=2))):
            (tmp_path / "given.json").write_text(text)
            path = tmp_path / f"{number}.json"
            assert ask("--store", path, "import", tmp_path / "given.json").code == 0
            assert len(facts_in(path)) == (1 if number == 2 else 4)

    def test_reads_what_find_and_export_print(self, ask: Ask, store_path: Path, target: Path, tmp_path: Path) -> None:
        for number, words in enumerate((("find", "oppo", "--json"), ("export",), ("facts", "--format", "jsonl"))):
            given = tmp_path / f"{number}.jsonl"
            given.write_text(ask("--store", store_path, *words).out, "utf-8")
            assert ask("--store", target, "import", given).code == 0
        assert facts_in(target) == facts_in(store_path)

    def test_takes_a_whole_store_with_its_words(self, ask: Ask, store_path: Path, target: Path) -> None:
        code, _, err = ask("--store", target, "import", store_path)
        assert (code, err) == (0, "")
        assert store.read(target) == store.read(store_path)

    def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(self, ask: Ask, lines: Path, target: Path) -> None:
        lines.write_bytes(b"\xef\xbb\xbf" + lines.read_bytes().replace(b"\n", b"\r\n"))
        assert ask("--store", target, "import", lines).code == 0
        assert len(facts_in(target)) == 4

    def test_ids_are_made_where_there_are_none(self, ask: Ask, lines: Path, target: Path) -> None:
        rows = [json.loads(line) for line in lines.read_text().splitlines()]
        lines.write_text("\n".join(json.dumps({k: v for k, v in one.items() if k != "id"}) for one in rows))
        ask("--store", target, "import", lines)
        assert set(facts_in(target)) == {fact.id for fact in FACTS}

    def test_programs_are_told_too(self, ask: Ask, lines: Path, target: Path) -> None:
        told = json.loads(ask("--store", target, "import", lines, "--json").out)
        assert (told["added"], told["present"], told["new"], told["store"]) == (4, 0, True, str(target))

    def test_a_dry_run_says_what_would_be_and_writes_nothing(self, ask: Ask, lines: Path, store_path: Path) -> None:
        before = store_path.read_bytes()
        new = replace(STAFF, as_written="some 4,376", id="")
        lines.write_text(lines_of(*FACTS, *identified([new])))
        code, out, _ = ask("--store", store_path, "import", lines, "--dry-run")
        assert (code, out) == (0, f"would add 1 fact, 4 already there: {store_path}\n")
        assert store_path.read_bytes() == before
        absent = store_path.with_name("absent.json")
        assert "would add 5 facts" in ask("--store", absent, "import", lines, "--dry-run").out
        assert not absent.exists()

    def test_is_one_write(self, ask: Ask, lines: Path, store_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        writes: list[Path] = []
        replaced = durable.replace

        def counted(path: Path, *rest: Any, **more: Any) -> None:
            writes.append(path)
            replaced(path, *rest, **more)

        monkeypatch.setattr(durable, "replace", counted)
        new = identified([replace(STAFF, as_written=f"{n}", id="") for n in range(20)])
        lines.write_text(lines_of(*new))
        assert ask("--store", store_path, "import", lines).code == 0
        assert len(writes) == 1


class TestWhereItGoes:
    def test_without_a_name_it_is_the_users_own_store(self, ask: Ask, lines: Path) -> None:
        code, out, _ = ask("import", lines)
        assert code == 0
        assert str(config.user_store()) in out
        assert len(facts_in(config.user_store())) == 4
        assert json.loads(ask("--json").out)["facts"] == 4  # and from now on it is what is read

    def test_never_the_demo(self, ask: Ask, lines: Path, shipped: Path, tmp_path: Path) -> None:
        before = shipped.read_bytes()
        link = tmp_path / "link.json"
        link.symlink_to(shipped)
        for path in (shipped, link):
            code, out, err = ask("--store", path, "import", lines)
            assert (code, out) == (errors.CANNOT_CREATE, "")
            assert "--store" in err
        assert shipped.read_bytes() == before

    def test_never_where_settings_forbid_it(
        self, ask: Ask, lines: Path, store_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("CQTUI_READ_ONLY", "yes")
        before = store_path.read_bytes()
        assert ask("--store", store_path, "import", lines).code == errors.CANNOT_CREATE
        assert store_path.read_bytes() == before

    def test_never_over_what_is_no_store(self, ask: Ask, lines: Path, tmp_path: Path) -> None:
        for content in (b"", b"{}", b"\x89PNG"):
            path = tmp_path / "odd.json"
            path.write_bytes(content)
            assert ask("--store", path, "import", lines).code == errors.BAD_DATA
            assert path.read_bytes() == content

    def test_not_into_a_folder_that_is_not_there(self, ask: Ask, lines: Path, tmp_path: Path) -> None:
        code, _, err = ask("--store", tmp_path / "no" / "new.json", "import", lines)
        assert code == errors.CANNOT_CREATE
        assert err.count("\n") == 1

    def test_a_store_being_written_is_waited_for_and_then_given_up(
        self, ask: Ask, lines: Path, store_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(durable, "PATIENCE", 0.05)
        with durable.held(store_path):
            code, _, err = ask("--store", store_path, "import", lines)
        assert code == errors.LOCKED
        assert "try again" in err


BAD_LINES = {
    "not JSON": ("{", "is not JSON"),
    "cut off": ('{"entity": "oppo", "metric"', "is not JSON"),
    "a list": ("[1]", "is a list"),
    "text": ('"x"', "is text"),
    "a lacking field": ('{"entity": "oppo"}', "metric: field required"),
    "an unknown field": (lines_of(PHONES).replace('"unit"', '"unti"', 1).strip(), "unti"),
    "a value that is none": (lines_of(PHONES).replace("18900000", '"many"').strip(), "value: "),
    "not a number": (lines_of(PHONES).replace("18900000", "NaN").strip(), "NaN is not a number"),
    "infinite": (lines_of(PHONES).replace("18900000", "-Infinity").strip(), "-Infinity is not a number"),
    "a huge number": (lines_of(PHONES).replace("18900000", "1e999999999").strip(), "more than 60 digits"),
    "a huger number": (lines_of(PHONES).replace("18900000", "1e99999999999999999999").strip(), "digits"),
    "a long number": (lines_of(PHONES).replace("18900000", "1" * 5000).strip(), "more than 60 digits"),
    "a key twice": ('{"entity": "a", "entity": "b"}', "the key 'entity' stands twice"),
    "half a character": (lines_of(PHONES).replace("18.9", "\\ud83d").strip(), "half a character"),
    "nested too deeply": ("[" * 100_000, "nested too deeply"),
    "a period that ends before it starts": (lines_of(PHONES).replace("2019-01-01", "2020-01-01").strip(), "period"),
}


class TestBadLines:
    @pytest.mark.parametrize(("line", "reason"), BAD_LINES.values(), ids=BAD_LINES.keys())
    def test_are_named_with_their_place_and_reason(
        self, ask: Ask, lines: Path, target: Path, line: str, reason: str
    ) -> None:
        text = lines.read_text().splitlines(keepends=True)
        lines.write_text("".join((text[0], "\n", line, "\n", *text[1:])))
        code, out, err = ask("--store", target, "import", lines)
        assert (code, out) == (errors.BAD_DATA, "")
        named, told = err.splitlines()
        assert named.startswith(f"{lines}:3: ")
        assert reason in named
        assert told == "cqtui: 1 of 5 rows is bad: nothing imported; --skip-bad imports the rest"
        assert not target.exists()

    def test_what_is_no_utf_8_is_named_too(self, ask: Ask, lines: Path, target: Path) -> None:
        lines.write_bytes(lines.read_bytes() + b'{"entity": "caf\xe9"}\n')
        code, _, err = ask("--store", target, "import", lines)
        assert code == errors.BAD_DATA
        assert f"{lines}:5: is not UTF-8 (byte 16)" in err

    def test_every_one_is_named_up_to_fifty(self, ask: Ask, lines: Path, target: Path) -> None:
        lines.write_text("x\n" * 60)
        _, _, err = ask("--store", target, "import", lines)
        assert err.count(f"{lines}:") == 50
        assert "… and 10 more" in err
        assert "60 of 60 rows are bad" in err

    def test_can_be_left_out(self, ask: Ask, lines: Path, target: Path) -> None:
        lines.write_text("x\n" + lines.read_text())
        code, out, err = ask("--store", target, "import", lines, "--skip-bad")
        assert code == 0
        assert "added 4 facts" in out
        assert f"{lines}:1: " in err
        assert "1 of 5 rows is bad and left out" in err

    def test_nothing_but_bad_lines_makes_no_store(self, ask: Ask, lines: Path, target: Path) -> None:
        lines.write_text("x\n")
        assert ask("--store", target, "import", lines, "--skip-bad").code == errors.BAD_DATA
        assert not target.exists()

    def test_one_id_for_two_facts_is_bad(self, ask: Ask, lines: Path, target: Path) -> None:
        lines.write_text(lines_of(*(replace(fact, id="same") for fact in FACTS[:2])))
        code, _, err = ask("--store", target, "import", lines)
        assert code == errors.BAD_DATA
        assert err.startswith(f"{lines}:2: has the id 'same' of {lines}:1 and says something else")

    def test_an_id_that_the_store_has_for_something_else_is_bad(self, ask: Ask, lines: Path, store_path: Path) -> None:
        lines.write_text(lines_of(replace(FACTS[0], as_written="another"), FACTS[1]))
        before = store_path.read_bytes()
        code, _, err = ask("--store", store_path, "import", lines)
        assert code == errors.BAD_DATA
        assert err.startswith(f"{lines}:1: the store has a fact {FACTS[0].id!r} that says something else")
        assert store_path.read_bytes() == before
        assert ask("--store", store_path, "import", lines, "--skip-bad").code == 0

    def test_a_review_that_differs_is_no_conflict(self, ask: Ask, lines: Path, store_path: Path) -> None:
        lines.write_text(lines_of(replace(FACTS[0], review="rejected", note="odd", confidence=0.1)))
        assert "1 already there" in ask("--store", store_path, "import", lines).out
        assert facts_in(store_path)[FACTS[0].id] == FACTS[0]

    @pytest.mark.parametrize(
        ("content", "code", "said"),
        [
            (None, errors.NO_INPUT, "No such file"),
            (b"", errors.NOTHING_FOUND, "no facts to import"),
            (b"\n\n", errors.NOTHING_FOUND, "no facts to import"),
            (b"[]", errors.NOTHING_FOUND, "no facts to import"),
            ("[]".encode("utf-16"), errors.BAD_DATA, "UTF-16"),
            (b"[\n", errors.BAD_DATA, "is not JSON"),
            (b'{\n "meta": {"1": {"schema": 99}}}', errors.BAD_DATA, "newer"),
        ],
    )
    def test_files_that_hold_none_are_told_apart(
        self, ask: Ask, tmp_path: Path, target: Path, content: bytes | None, code: int, said: str
    ) -> None:
        given = tmp_path / "given.json"
        if content is not None:
            given.write_bytes(content)
        answer = ask("--store", target, "import", given)
        assert (answer.code, answer.out) == (code, "")
        assert answer.err.startswith(f"cqtui: {given}: ")
        assert said in answer.err
        assert answer.err.count("\n") == 1
        assert not target.exists()


class TestExport:
    def test_is_the_interchange_form_by_default(self, ask: Ask, store_path: Path) -> None:
        code, out, err = ask("--store", store_path, "export")
        assert (code, err) == (0, "")
        rows = [json.loads(line, parse_float=Decimal) for line in out.splitlines()]
        assert {one["id"] for one in rows} == {fact.id for fact in FACTS}
        phones = next(one for one in rows if one["id"] == FACTS[0].id)
        assert str(phones["change"]["value"]) == "58.0"

    def test_takes_ids_and_filters(self, ask: Ask, store_path: Path) -> None:
        assert ask("--store", store_path, "export", FACTS[0].id[:8]).out == lines_of(FACTS[0])
        assert ask("--store", store_path, "export", "--metric", "employees").out == lines_of(FACTS[1])
        assert ask("--store", store_path, "export", "nosuch").code == errors.NOTHING_FOUND
        assert ask("--store", store_path, "export", "--find", "nosuch").code == errors.NOTHING_FOUND

    @pytest.mark.parametrize("format", formats.FORMATS)
    def test_writes_a_file_in_the_format_that_its_name_ends_with(
        self, ask: Ask, store_path: Path, tmp_path: Path, format: str
    ) -> None:
        path = tmp_path / f"out.{format}"
        code, out, _ = ask("--store", store_path, "export", "-o", path)
        assert (code, out) == (0, f"wrote 4 facts to {path}\n")
        assert path.read_text() == ask("--store", store_path, "export", "--format", format).out
        assert sorted(tmp_path.glob(".*")) == sorted(tmp_path.glob(".small.json.lock"))  # nothing is left over

    def test_does_not_replace_a_file_unasked(self, ask: Ask, store_path: Path, tmp_path: Path) -> None:
        path = tmp_path / "out.jsonl"
        path.write_text("mine")
        code, _, err = ask("--store", store_path, "export", "-o", path)
        assert (code, path.read_text()) == (errors.CANNOT_CREATE, "mine")
        assert "--force" in err
        assert ask("--store", store_path, "export", "-o", path, "--force").code == 0
        assert path.read_text() != "mine"

    def test_nothing_found_writes_nothing(self, ask: Ask, store_path: Path, tmp_path: Path) -> None:
        path = tmp_path / "out.jsonl"
        assert ask("--store", store_path, "export", "--find", "nosuch", "-o", path).code == 1
        assert not path.exists()

    @pytest.mark.parametrize("path", ["no/such/folder.csv", "."])
    def test_where_nothing_can_be_written_is_said(self, ask: Ask, store_path: Path, path: str) -> None:
        given = store_path.parent / path
        code, _, err = ask("--store", store_path, "export", "-o", given, "--force")
        assert code == errors.CANNOT_CREATE
        assert err.count("\n") == 1


class TestThereAndBack:
    @hypothesis_settings(max_examples=25, deadline=None)
    @given(st.lists(strategies.facts(), min_size=1, max_size=6, unique_by=lambda fact: fact.id))
    def test_export_into_an_empty_store_gives_equal_facts(self, facts: list[Fact]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            first, second, between = (Path(folder) / name for name in ("1.json", "2.json", "b.jsonl"))
            store.create(first, title="")
            store.append(first, facts=facts)
            assert cli.run(["--store", str(first), "export", "-o", str(between)]) == 0
            assert cli.run(["--store", str(second), "import", str(between)]) == 0
            assert facts_in(second) == facts_in(first) == {fact.id: fact for fact in facts}
            digits = [str(fact.value) for fact in map(facts_in(second).__getitem__, sorted(facts_in(second)))]
            assert digits == [str(fact.value) for fact in sorted(facts, key=lambda fact: fact.id)]

    def test_through_a_pipe(self, two_briefs: Path, target: Path) -> None:
        command = f'"$P" -m cqtui --store {two_briefs} export | "$P" -m cqtui --store {target} import -'
        done = subprocess.run(
            ["sh", "-c", command], env={**os.environ, "P": sys.executable}, cwd=REPOSITORY, text=True,
            capture_output=True, timeout=60, check=True,
        )  # fmt: skip
        assert done.stdout == f"added 42 facts, 0 already there: {target} (a new store)\n"
        assert facts_in(target) == facts_in(two_briefs)


class TestFormats:
    @given(st.lists(strategies.facts(), max_size=3))
    def test_every_format_gives_lines_without_controls(self, facts: list[Fact]) -> None:
        words = Vocabulary()
        for format in formats.FORMATS:
            for line in formats.facts(facts, format, words, lambda name: Source(id=name)):
                assert not any(sign < " " and sign not in "\n\t" for sign in line)

    def test_an_empty_list_is_valid_in_each(self) -> None:
        def written(format: str) -> str:
            return "\n".join(formats.facts([], format, Vocabulary(), lambda _: None))

        assert json.loads(written("json")) == []
        assert written("jsonl") == ""
        assert written("csv") == ",".join(formats.FACT_COLUMNS)


class TestCheck:
    def test_names_every_problem_with_its_row_and_counts_them(self, ask: Ask, store_path: Path) -> None:
        store_path.write_text(store_path.read_text().replace('"entity": "oppo"', '"entity": "opo"'))
        code, out, err = ask("check", store_path)
        assert (code, err) == (errors.BAD_DATA, "")
        *problems, count = out.splitlines()
        assert count == f"{len(problems)} problems"
        assert any("facts, row 1" in problem and "'opo'" in problem for problem in problems)

    def test_programs_get_the_problems_one_by_one(self, ask: Ask, store_path: Path) -> None:
        store_path.write_text(store_path.read_text().replace('"entity": "oppo"', '"entity": "opo"'))
        told = json.loads(ask("check", store_path, "--json").out)
        assert told["problems"][0].keys() == {"table", "row", "field", "text"}

    def test_what_it_reads_is_left_as_it_is(self, ask: Ask, store_path: Path) -> None:
        before = sorted((entry.name, entry.stat().st_mtime_ns) for entry in store_path.parent.iterdir())
        ask("check", store_path)
        assert sorted((entry.name, entry.stat().st_mtime_ns) for entry in store_path.parent.iterdir()) == before
