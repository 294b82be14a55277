"""`cqtui ingest`: files into a store, again and again, and nothing that people said of them is lost."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cqtui import absorbing, cli, setaside, store
from cqtui.absorbing import Read
from cqtui.commands import articles, batch, ingesting, trying
from cqtui.ingest import blocks
from cqtui.ingest.document import Candidate, Document
from cqtui.ingest.proposals import Names, candidate
from cqtui.model import Entity, Evidence, Fact, Source, fact_id, identified
from cqtui.vocabulary import Vocabulary

Ask = Callable[..., Any]
_FIGURE = re.compile(
    r"(?P<who>Vivo|Acer) (?:made|sold) (?P<words>(?P<number>[\d,.]+) (?P<scale>million )?(?P<item>\w+))"
)


class Plain:
    """An extractor of one sentence: "Vivo made 3 million phones in 2019"; what it is sure of, others check."""

    name = "rules"

    def extract(self, document: Document, vocabulary: Vocabulary) -> Iterator[Candidate]:
        names = Names(vocabulary)
        for found in _FIGURE.finditer(document.text):
            value = Decimal(found["number"].replace(",", "")) * (10**6 if found["scale"] else 1)
            said: dict[str, Any] = {
                "as_written": found["words"], "start": found.start("words"), "entity": found["who"],
                "entity_kind": "company", "metric": "output volume", "item": found["item"], "unit": "unit",
                "value": value if found["item"] != "unicorns" else 7,
            }  # fmt: skip
            year = re.match(r" in (\d{4})", document.text[found.end() :])
            if year:
                said |= {"period_start": f"{year[1]}-01-01", "period_end": f"{year[1]}-12-31", "period_basis": "year"}
            yield candidate(said, document, names)


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    named = articles.named_extractor
    for module in (ingesting, trying):
        monkeypatch.setattr(module, "named_extractor", lambda name: Plain() if name == "rules" else named(name))


ARTICLE = """\
Vivo grows

March 4, 2020

Last year was good. Vivo made 3 million phones in 2019. Vivo made 20,000 tablets in 2019.

Acer made 5 million laptops in 2018.
"""


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, "utf-8")
    return path


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "new.json"


def facts_of(path: Path) -> dict[str, Fact]:
    return {fact.as_written: fact for fact in store.read(path).facts}


class TestIngest:
    def test_adds_facts_with_their_sentences(self, ask: Ask, article: Path, target: Path) -> None:
        code, out, err = ask("--store", target, "ingest", article)
        assert (code, err) == (0, "")
        assert out == f"{article}: 3 facts, 3 added\nadded 3 facts, 0 as before: {target} (a new store)\n"
        contents = store.read(target)
        (source,) = contents.sources
        assert (source.id, source.published, source.text) == ("article", date(2020, 3, 4), ARTICLE)
        for fact in contents.facts:
            assert ARTICLE[fact.evidence.start : fact.evidence.end] == fact.as_written
            assert fact.evidence.sentence in ARTICLE
            assert (fact.review, fact.extractor, fact.id) == ("unreviewed", "rules", fact_id(fact))
        assert ask("--store", target, "check").code == 0
        (found,) = json.loads(ask("--store", target, "find", "vivo", "phones", "--json").out)
        assert found["as_written"] == "3 million phones"

    def test_again_adds_nothing_and_writes_nothing(self, ask: Ask, article: Path, target: Path) -> None:
        ask("--store", target, "ingest", article)
        before = target.read_bytes(), target.stat().st_mtime_ns
        assert "ingested before" in ask("--store", target, "ingest", article).out
        code, out, _ = ask("--store", target, "ingest", article, "--again")
        assert code == 0
        assert "3 facts, all as before" in out
        assert (target.read_bytes(), target.stat().st_mtime_ns) == before

    def test_a_moved_copy_is_the_same_document(self, ask: Ask, article: Path, target: Path) -> None:
        ask("--store", target, "ingest", article)
        moved = article.rename(article.with_name("renamed.txt"))
        assert "ingested before" in ask("--store", target, "ingest", moved).out
        assert "3 as before" in ask("--store", target, "ingest", moved, "--again").out
        assert len(store.read(target).sources) == 1

    def test_a_day_given_later_is_taken_in(self, ask: Ask, article: Path, target: Path) -> None:
        article.write_text(ARTICLE.replace("March 4, 2020\n\n", ""), "utf-8")
        err = ask("--store", target, "ingest", article).err
        assert "no day of publication" in err
        assert "--date" in err
        code, _, err = ask("--store", target, "ingest", article, "--date", "2020-03-04", "--publisher", "Xinhua")
        assert (code, err) == (0, "")
        (source,) = store.read(target).sources
        assert (source.published, source.publisher) == (date(2020, 3, 4), "Xinhua")
        ask("--store", target, "ingest", article, "--again")
        assert store.read(target).sources == (source,)  # What was said once is not forgotten.

    def test_what_is_said_of_several_files_fills_what_each_lacks(
        self, ask: Ask, tmp_path: Path, article: Path, target: Path
    ) -> None:
        undated = tmp_path / "undated.txt"
        undated.write_text("T\n\nAcer made 7 million phones in 2018.", "utf-8")
        ask("--store", target, "ingest", article, undated, "--date", "2019-01-01", "--publisher", "Xinhua")
        found = {one.id: (one.published, one.publisher) for one in store.read(target).sources}
        assert found == {"article": (date(2020, 3, 4), "Xinhua"), "undated": (date(2019, 1, 1), "Xinhua")}
        assert "2 files skipped" in ask("--store", target, "ingest", article, undated, "--date", "2019-01-01").out

    def test_said_of_one_file_it_stands_against_the_file(self, ask: Ask, article: Path, target: Path) -> None:
        ask("--store", target, "ingest", article, "--date", "2020-03-05")
        assert store.read(target).sources[0].published == date(2020, 3, 5)

    def test_two_files_of_one_name_stay_two_documents(self, ask: Ask, tmp_path: Path, target: Path) -> None:
        for folder, text in (("a", ARTICLE), ("b", "Acer\n\nMay 1, 2021\n\nIn spring Acer sold 7 million tablets.")):
            (tmp_path / folder).mkdir()
            (tmp_path / folder / "article.txt").write_text(text, "utf-8")
        ask("--store", target, "ingest", tmp_path / "a")
        assert ask("--store", target, "ingest", tmp_path / "b").code == 0
        assert len(store.read(target).sources) == 2
        assert len(store.read(target).facts) == 4
        before = target.read_bytes()
        assert "2 files skipped" in ask("--store", target, "ingest", tmp_path / "a", tmp_path / "b").out
        assert target.read_bytes() == before

    def test_reads_the_standard_input(self, ask: Ask, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(ARTICLE.encode())))
        assert ask("--store", target, "ingest", "-", "--title", "Vivo grows").code == 0
        assert [one.id for one in store.read(target).sources] == ["Vivo-grows"]

    def test_a_directory_is_read_in_order_hidden_files_aside(self, ask: Ask, tmp_path: Path, target: Path) -> None:
        folder = tmp_path / "press"
        (folder / "deep").mkdir(parents=True)
        for number, name in enumerate(["b.txt", "a.md", ".hidden.txt", "deep/c.txt", "data.bin"]):
            (folder / name).write_text(
                f"T\n\nMay {number + 1}, 2020\n\nVivo made {number + 2} phones in 2019.", "utf-8"
            )
        done = json.loads(ask("--store", target, "ingest", folder, "--json").out)
        assert [Path(one["file"]).name for one in done["files"]] == ["a.md", "b.txt", "c.txt"]
        assert (done["added"], done["new"]) == (3, True)

    def test_bad_files_are_told_in_a_line_and_the_rest_goes_on(self, ask: Ask, article: Path, target: Path) -> None:
        bad = article.with_name("bad.pdf")
        bad.write_bytes(b"%PDF-1.4 nothing")
        missing, empty = article.with_name("none.txt"), article.with_name("empty.txt")
        empty.write_bytes(b"")
        code, out, err = ask("--store", target, "ingest", bad, missing, empty, article)
        assert code == 65
        assert len(store.read(target).facts) == 3
        assert [line.partition(".")[0].rpartition("/")[2] for line in err.splitlines()] == ["bad", "none", "empty"]
        assert "3 facts" in out
        assert "Traceback" not in err

    def test_nothing_but_missing_files(self, ask: Ask, tmp_path: Path, target: Path) -> None:
        assert ask("--store", target, "ingest", tmp_path / "none.txt").code == 66
        assert not target.exists()
        (tmp_path / "empty").mkdir()
        assert ask("--store", target, "ingest", tmp_path / "empty").code == 66

    def test_nothing_found_is_said(self, ask: Ask, tmp_path: Path, target: Path) -> None:
        path = tmp_path / "poem.txt"
        path.write_text("A poem\n\nMay 1, 2020\n\nRoses are red.", "utf-8")
        code, out, _ = ask("--store", target, "ingest", path)
        assert code == 1
        assert f"{path}: nothing found" in out
        assert "nothing found in poem" in ask("ingest", path, "--dry-run").out

    def test_the_demo_and_read_only_are_refused(self, ask: Ask, article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from cqtui.opening import demo_store

        assert ask("--store", demo_store(), "ingest", article).code == 73
        monkeypatch.setenv("CQTUI_READ_ONLY", "1")
        code, _, err = ask("ingest", article)
        assert code == 73
        assert "nothing ingested" in err
        assert ask("ingest", article, "--dry-run").code == 0

    def test_without_a_store_it_is_your_own(self, ask: Ask, article: Path) -> None:
        from cqtui import config

        assert ask("ingest", article).code == 0
        assert len(store.read(config.user_store()).facts) == 3

    @pytest.mark.parametrize(
        "words",
        [
            ("--date", "2020"), ("--date", "yesterday"), ("--date", "9999-12-31"), ("--title", " "),
            ("--extractor", "magic"),
            ("--format", "csv"), ("--title", "T", "EXTRA"), ("--encoding", "klingon"), ("--extractor", "openai"),
        ],
    )  # fmt: skip
    def test_bad_use(self, ask: Ask, article: Path, target: Path, words: tuple[str, ...]) -> None:
        extra = article.with_name("other.txt")
        extra.write_text(ARTICLE)
        given = [extra if word == "EXTRA" else word for word in words]
        assert ask("--store", target, "ingest", article, *given).code == 64
        assert not target.exists()

    def test_a_store_that_is_not_sound_is_left_as_it_is(self, ask: Ask, article: Path, target: Path) -> None:
        target.write_text("{}")
        assert ask("--store", target, "ingest", article).code == 65
        assert target.read_text() == "{}"

    def test_hostile_text_goes_nowhere(self, ask: Ask, tmp_path: Path, target: Path) -> None:
        nasty = "\x1b]52;c;eA==\x07‮Vivo made 3 million phones in 2019.\x9b2J [/][@click=app.exit()]"
        path = tmp_path / "na\x1bsty.txt"
        path.write_text(f"T\x1b[2J\n\nMay 1, 2020\n\n{nasty}\n", "utf-8")
        said = [
            ask("ingest", path, "--dry-run", *more)
            for more in ((), ("--explain",), ("--json",), ("--format", "csv"), ("--format", "langextract"))
        ]
        said.append(ask("--store", target, "ingest", path))
        assert ask("--store", target, "check").code == 0
        for answer in said:
            assert answer.code == 0
            assert not set("\x1b\x07\x9b‮") & set(answer.out + answer.err)

    def test_the_words_of_a_user_are_known(self, ask: Ask, article: Path) -> None:
        from cqtui import config

        folder = config.config_file().parent / "words"
        folder.mkdir(parents=True)
        (folder / "mine.toml").write_text('[[entities]]\nid = "bbk"\nname = "BBK"\naliases = ["Vivo"]\n')
        rows = [json.loads(line) for line in ask("ingest", article, "--dry-run", "--format", "jsonl").out.splitlines()]
        assert [row["entity"] for row in rows] == ["bbk", "bbk", "acer"]
        (folder / "mine.toml").write_text("[[entities]]\nname = 3\n")
        assert ask("ingest", article, "--dry-run").code == 65


class TestDryRun:
    def test_shows_the_figure_in_its_sentence_and_writes_nothing(self, ask: Ask, article: Path, target: Path) -> None:
        code, out, _ = ask("--store", target, "ingest", article, "--dry-run")
        assert code == 0
        assert "Vivo made «3 million phones» in 2019." in out
        assert "3 facts in 1 document; nothing written" in out
        assert not target.exists()

    def test_json_lines_are_what_import_reads(self, ask: Ask, article: Path, target: Path) -> None:
        out = ask("ingest", article, "--dry-run", "--format", "jsonl").out
        rows = [json.loads(line) for line in out.splitlines()]
        for row in rows:
            assert ARTICLE[row["evidence"]["start"] : row["evidence"]["end"]] == row["as_written"]
        lines = article.with_name("facts.jsonl")
        lines.write_text(out, "utf-8")
        ask("--store", target, "import", lines)
        assert {fact.id for fact in store.read(target).facts} == {row["id"] for row in rows}

    def test_offsets_are_code_points_of_the_file_as_given(self, ask: Ask, article: Path) -> None:
        text = ARTICLE.replace("\n", "\r\n").replace("Last", "重庆🙂 Last")
        article.write_bytes(text.encode())
        rows = [json.loads(line) for line in ask("ingest", article, "--dry-run", "--format", "jsonl").out.splitlines()]
        assert [text[row["evidence"]["start"] : row["evidence"]["end"]] for row in rows] == [
            "3 million phones", "20,000 tablets", "5 million laptops",
        ]  # fmt: skip

    def test_the_same_bytes_from_run_to_run(self, article: Path) -> None:
        run = [
            sys.executable,
            "-c",
            "from cqtui.cli import main; main()",
            "ingest",
            str(article),
            "--dry-run",
            "--json",
        ]
        outs = set()
        for seed in ("0", "1", "2"):
            done = subprocess.run(run, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed}, check=False)
            outs.add(done.stdout)
        assert len(outs) == 1

    @pytest.mark.parametrize("option", [(), ("--explain",)])
    def test_marks_the_figure_itself_where_its_digits_stand_twice(
        self, ask: Ask, tmp_path: Path, option: tuple[str, ...]
    ) -> None:
        path = tmp_path / "twice.txt"
        path.write_text("Rivals sold 3 million phones while Vivo made 3 million phones in 2019.\n", "utf-8")
        out = ask("ingest", path, "--dry-run", *option).out
        assert "Vivo made «3 million phones» in 2019" in " ".join(out.split())
        assert "Rivals sold «" not in out

    def test_explains_every_field(self, ask: Ask, article: Path) -> None:
        out = ask("ingest", article, "--explain").out
        assert "«3 million phones»" in out
        assert "as the extractor says" in out


class TestChangedFiles:
    @pytest.fixture
    def ingested(self, ask: Ask, article: Path, target: Path) -> Path:
        ask("--store", target, "ingest", article)
        return target

    def change(self, article: Path, *pairs: tuple[str, str]) -> None:
        text = article.read_text("utf-8")
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new)
        article.write_text(text, "utf-8")

    def test_reviews_and_notes_stay_while_the_text_shifts(self, ask: Ask, article: Path, ingested: Path) -> None:
        phones = facts_of(ingested)["3 million phones"]
        store.review(ingested, phones.id, review="accepted", note="seen")
        self.change(article, ("Last year was good.", "Last year was very good indeed."))
        code, out, _ = ask("--store", ingested, "ingest", article)
        assert code == 0
        assert "3 facts, 3 updated" in out
        now = facts_of(ingested)["3 million phones"]
        assert (now.id, now.review, now.note) == (phones.id, "accepted", "seen")
        assert now.evidence.start == (phones.evidence.start or 0) + len(" very indeed") - 0
        assert ask("--store", ingested, "check").code == 0

    def test_a_fact_in_other_words_is_the_same_fact(self, ask: Ask, article: Path, ingested: Path) -> None:
        phones = facts_of(ingested)["3 million phones"]
        store.review(ingested, phones.id, review="rejected")
        self.change(
            article, ("Vivo made 3 million phones in 2019.", "It is said that Vivo made 3.0 million phones in 2019!")
        )
        ask("--store", ingested, "ingest", article)
        now = facts_of(ingested)["3.0 million phones"]
        assert (now.id, now.review) == (phones.id, "rejected")
        assert ask("--store", ingested, "check").code == 0

    def test_a_figure_that_changed_is_another_fact(self, ask: Ask, article: Path, ingested: Path) -> None:
        self.change(article, ("3 million phones", "4 million phones"))
        out = ask("--store", ingested, "ingest", article).out
        assert "1 added" in out
        assert "1 removed" in out
        assert {"4 million phones", "20,000 tablets", "5 million laptops"} == facts_of(ingested).keys()

    def test_an_accepted_fact_that_vanishes_is_kept_and_told(self, ask: Ask, article: Path, ingested: Path) -> None:
        phones = facts_of(ingested)["3 million phones"]
        store.review(ingested, phones.id, review="accepted")
        self.change(article, ("Vivo made 3 million phones in 2019. ", ""))
        code, _, err = ask("--store", ingested, "ingest", article)
        assert code == 0
        assert phones.id in err
        kept = facts_of(ingested)["3 million phones"]
        assert (kept.id, kept.review) == (phones.id, "accepted")
        assert kept.evidence.source.startswith("article@")
        assert ask("--store", ingested, "check").code == 0
        assert "3 million phones" in ask("--store", ingested, "show", phones.id).out
        before = ingested.read_bytes()
        ask("--store", ingested, "ingest", article, "--again")
        assert ingested.read_bytes() == before

    def test_a_correction_outlives_the_reading_it_corrected(self, ask: Ask, article: Path, ingested: Path) -> None:
        contents = store.read(ingested)
        wrong = facts_of(ingested)["20,000 tablets"]
        corrected = replace(wrong, metric="shipments", review="accepted", note="shipped, not made")
        ingested.write_bytes(store.serialize(replace(
            contents, facts=tuple(corrected if fact.id == wrong.id else fact for fact in contents.facts)
        )))  # fmt: skip
        self.change(article, ("Last year", "The last year"))
        ask("--store", ingested, "ingest", article)
        now = facts_of(ingested)["20,000 tablets"]
        assert (now.metric, now.review, now.id) == ("shipments", "accepted", wrong.id)
        assert len(facts_of(ingested)) == 3

    def test_facts_that_others_put_there_stay(self, ask: Ask, article: Path, ingested: Path) -> None:
        base = facts_of(ingested)["5 million laptops"]
        curated = replace(base, id="", metric="shipments", extractor="curated")
        store.append(ingested, facts=[curated])
        self.change(article, ("Last year", "The last year"))
        ask("--store", ingested, "ingest", article)
        assert [fact.metric for fact in store.read(ingested).facts if fact.extractor == "curated"] == ["shipments"]
        assert ask("--store", ingested, "check").code == 0

    def test_the_same_address_is_the_same_document(self, ask: Ask, tmp_path: Path, article: Path, target: Path) -> None:
        ask("--store", target, "ingest", article, "--url", "https://a.example/1")
        other = tmp_path / "saved-later.txt"
        other.write_text("Vivo\n\nMarch 4, 2020\n\nVivo made 3 million phones in 2019.\n", "utf-8")
        ask("--store", target, "ingest", other, "--url", "https://a.example/1")
        assert [one.id for one in store.read(target).sources] == ["article"]


class TestSetAside:
    def test_what_fails_is_kept_countable_and_viewable(self, ask: Ask, article: Path, target: Path) -> None:
        article.write_text(ARTICLE + "\nVivo made 3 unicorns in 2019.\n", "utf-8")
        out = ask("--store", target, "ingest", article).out
        assert "1 candidate set aside" in out
        code, out, _ = ask("--store", target, "set-aside")
        assert code == 0
        assert "3 unicorns" in out
        assert "value: 7 does not follow" in out
        (row,) = json.loads(ask("--store", target, "set-aside", "--json").out)
        assert (row["source"], row["fact"]["as_written"]) == ("article", "3 unicorns")
        assert ask("--store", target, "set-aside", "--source", "other").code == 1

    def test_reading_again_replaces_what_was_set_aside(self, ask: Ask, article: Path, target: Path) -> None:
        article.write_text(ARTICLE + "\nVivo made 3 unicorns in 2019.\n", "utf-8")
        for _ in range(2):
            ask("--store", target, "ingest", article, "--again")
        assert len(setaside.read(target)) == 1
        article.write_text(ARTICLE, "utf-8")
        ask("--store", target, "ingest", article)
        assert setaside.read(target) == []
        assert ask("--store", target, "set-aside").code == 1

    def test_a_dry_run_keeps_nothing(self, ask: Ask, article: Path, target: Path) -> None:
        article.write_text(ARTICLE + "\nVivo made 3 unicorns in 2019.\n", "utf-8")
        assert "1 candidate set aside" in ask("--store", target, "ingest", article, "--dry-run").out
        assert not setaside.beside(target).exists()

    def test_a_torn_file_is_told(self, ask: Ask, article: Path, target: Path) -> None:
        ask("--store", target, "ingest", article)
        setaside.beside(target).write_text('{"source": "x"\n')
        assert ask("--store", target, "set-aside").code == 65


class TestManyFiles:
    def test_few_writes(self, ask: Ask, tmp_path: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for number in range(30):
            text = f"T{number}\n\nMay 1, 2020\n\nVivo made {number + 1} million phones in 2019."
            (tmp_path / f"{number:02}.txt").write_text(text, "utf-8")
        writes: list[int] = []
        absorb = store.absorb

        def counted(path: Path, read: Any, **options: Any) -> Any:
            read = list(read)
            writes.append(len(read))
            return absorb(path, read, **options)

        monkeypatch.setattr(store, "absorb", counted)
        assert ask("--store", target, "ingest", tmp_path).code == 0
        assert sum(writes) == 30
        assert len(writes) < 5
        assert len(store.read(target).facts) == 30

    def test_an_interrupt_finishes_the_file_at_hand_and_can_be_gone_on_from(
        self, ask: Ask, tmp_path: Path, target: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for number in range(4):
            text = f"T{number}\n\nMay 1, 2020\n\nVivo made {number + 1} million phones in 2019."
            (tmp_path / f"{number}.txt").write_text(text, "utf-8")
        plain = Plain.extract

        def interrupted(self: Plain, document: Document, vocabulary: Vocabulary) -> Iterator[Candidate]:
            if document.source.id == "1":
                os.kill(os.getpid(), signal.SIGINT)
                time.sleep(0.01)
            yield from plain(self, document, vocabulary)

        with monkeypatch.context() as patched:
            patched.setattr(Plain, "extract", interrupted)
            code, out, err = ask("--store", target, "ingest", tmp_path)
        assert code == 130
        assert "interrupted after 2 of 4 files; the same command goes on from here" in err
        assert len(store.read(target).facts) == 2
        code, out, _ = ask("--store", target, "ingest", tmp_path)
        assert code == 0
        assert "2 files skipped" in out
        assert len(store.read(target).facts) == 4

    def test_a_second_interrupt_ends_at_once(self) -> None:
        with batch.Interrupt() as interrupt:
            os.kill(os.getpid(), signal.SIGINT)
            assert interrupt.asked
            with pytest.raises(KeyboardInterrupt):
                os.kill(os.getpid(), signal.SIGINT)
        assert signal.getsignal(signal.SIGINT) is not interrupt._note


# The laws of taking in, without files

VIVO = Entity(id="vivo", name="Vivo", kind="company")


def a_read(numbers: list[int], *, shift: str = "", text: bool = True) -> Read:
    """A source that states each of `numbers`, after a beginning that shifts all offsets."""
    sentences = [f"Vivo made {number} phones." for number in numbers]
    whole = shift + "\n".join(sentences)
    source = Source(id="press", text=whole if text else None, sha256=hashlib.sha256(whole.encode()).hexdigest())
    facts = []
    for number, sentence in zip(numbers, sentences, strict=True):
        start = whole.index(sentence) + len("Vivo made ")
        written = f"{number} phones"
        evidence = Evidence(source="press", start=start, end=start + len(written), sentence=sentence)
        facts.append(Fact(
            entity="vivo", metric="output volume", value=Decimal(number), unit="unit", as_written=written,
            evidence=evidence, extractor="rules",
        ))  # fmt: skip
    return Read(source=source, entities=(VIVO,), facts=tuple(identified(facts)))


SOME = st.lists(st.integers(1, 9), unique=True, max_size=6)


class TestAbsorb:
    @hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
    @given(first=SOME, second=SOME, touched=SOME, shift=st.sampled_from(["", "A word before.\n"]))
    def test_what_people_reviewed_is_never_lost(
        self,
        tmp_path_factory: pytest.TempPathFactory,
        first: list[int],
        second: list[int],
        touched: list[int],
        shift: str,
    ) -> None:
        path = tmp_path_factory.mktemp("laws") / "store.json"
        store.create(path, title="")
        store.absorb(path, [a_read(first)])
        reviewed = {fact.id: fact for fact in store.read(path).facts if fact.value in touched}
        if reviewed:
            store.update(path, {id: {"review": "accepted"} for id in reviewed})
        (done,) = store.absorb(path, [a_read(second, shift=shift)])
        now = {fact.id: fact for fact in store.read(path).facts}
        for id, fact in reviewed.items():
            assert now[id].review == "accepted"
            assert now[id].value == fact.value
        stated = {int(fact.value) for fact in now.values() if fact.evidence.source == "press" and fact.value}
        assert stated == set(second)
        assert set(done.stranded) == {id for id, fact in reviewed.items() if fact.value not in second}
        assert len(now) == len(second) + len(done.stranded)
        assert not list(store.problems(path))
        bytes_ = path.read_bytes()
        (again,) = store.absorb(path, [a_read(second, shift=shift)])
        assert not again.changed
        assert path.read_bytes() == bytes_

    def test_several_sources_are_one_write(self, tmp_path: Path) -> None:
        path = tmp_path / "store.json"
        store.create(path, title="")
        reads = [
            replace(
                one, source=replace(one.source, id=f"s{at}"),
                facts=tuple(replace(f, id="", evidence=replace(f.evidence, source=f"s{at}")) for f in one.facts),
            )
            for at, one in enumerate([a_read([1, 2]), a_read([3])])
        ]  # fmt: skip
        done = store.absorb(path, reads)
        assert [one.added for one in done] == [2, 1]
        assert [one.entities for one in done] == [1, 0]
        previous = json.loads(path.with_name("store.json.previous").read_text())
        assert previous["facts"] == {}  # as it was when it was made: one write since

    def test_a_bad_row_writes_nothing(self, tmp_path: Path) -> None:
        from cqtui.errors import BadData

        path = tmp_path / "store.json"
        store.create(path, title="")
        before = path.read_bytes()
        read = a_read([1, 2])
        bad = replace(read, facts=(read.facts[0], replace(read.facts[1], metric=" ")))
        with pytest.raises(BadData):
            store.absorb(path, [bad])
        assert path.read_bytes() == before

    def test_an_id_that_a_correction_took_is_not_given_twice(self) -> None:
        (fact,) = a_read([1]).facts
        corrected = replace(fact, metric="shipments", evidence=replace(fact.evidence, sentence="Other words."))
        made = absorbing.changes(None, a_read([1]), [corrected], taken=lambda _: False)
        assert made.added
        assert made.added[0].id != corrected.id


class TestSourceIds:
    def at(self, name: str, text: str, known: list[Source], taken: tuple[str, ...] = (), **said: Any) -> str:
        source = Source(id=name, text=text, sha256="abcdef0123", **said)
        return absorbing.source_id(name, source, {one.id: one for one in known}, taken)

    def test_a_name_of_its_own(self) -> None:
        assert self.at("a", "One two three four five.", []) == "a"

    def test_a_text_that_is_alike_is_the_same(self) -> None:
        old = Source(id="a", text="One two three four five six seven eight.")
        assert self.at("a", "One two three four five six seven nine.", [old]) == "a"
        assert self.at("a", "Quite another text about something else here.", [old]) == "a-abcdef"

    def test_a_file_beside_it_is_another(self) -> None:
        old = Source(id="a", text="One two three four five six seven eight.")
        assert self.at("a", "One two three four five six seven nine.", [old], ("a",)) == "a-abcdef"

    def test_an_earlier_state_is_nothing_to_go_on_from(self) -> None:
        old = Source(id="a@12345678", text="One two three four five.", url="https://x.example")
        assert self.at("b", "One two three four five.", [old], url="https://x.example") == "b"


def test_the_document_of_a_file_is_cleaned_one_for_one(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("T\n\nMay 1, 2020\n\nIt\x1b is\x07 so. Vivo made 3 phones.\n", "utf-8")
    document, _ = articles.read_document(str(path), articles.Given())
    assert len(document.text) == len(path.read_text("utf-8"))
    assert "\x1b" not in document.text


def test_cli_knows_the_commands(ask: Ask) -> None:
    assert "--extractor" in ask("ingest", "--help").out
    assert "set-aside" in ask("--help").out
    assert cli.INTERRUPTED == 130
    assert blocks.document("x").source.id
