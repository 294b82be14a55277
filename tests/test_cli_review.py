"""`cqtui review`: what people make of facts, recorded from the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import LAPTOPS, PHONES, REPOSITORY, STAFF, Answer

from cqtui import store
from cqtui.model import Fact, fact_id

PHONES_ID, STAFF_ID, LAPTOPS_ID = map(fact_id, (PHONES, STAFF, LAPTOPS))
Ask = Callable[..., Answer]


@pytest.fixture(autouse=True)
def small(store_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CQTUI_STORE", str(store_path))
    return store_path


def fact(path: Path, id: str = PHONES_ID) -> Fact:
    return next(one for one in store.read(path).facts if one.id == id)


def test_a_fact_is_accepted_rejected_noted_and_as_it_was_again(ask: Ask, small: Path) -> None:
    before = small.read_bytes()
    assert ask("review", PHONES_ID[:5], "--accept", "--note", "seen")[:1] == (0,)
    assert (fact(small).review, fact(small).note) == ("accepted", "seen")
    assert "rejected" in ask("review", PHONES_ID, "--reject").out
    assert ask("review", PHONES_ID, "--undo", "--note", "").out.endswith("1 fact changed\n")
    assert small.read_bytes() == before


def test_a_fact_is_corrected_and_what_was_read_is_told(ask: Ask, small: Path) -> None:
    code, out, err = ask("review", PHONES_ID, "--set", "period=2012-H1", "--set", "metric=output vol", "--note", "half")
    assert (code, err) == (0, "")
    assert "Output volume · mobile phone" in out and "H1 2012" in out
    assert "metric was shipments; period was 2019; half" in out
    now = fact(small)
    assert (now.metric, now.period.basis, now.review, now.note) == ("output volume", "half", "accepted", "half")
    assert "corrected from  metric shipments: as it was read by curated" in ask("show", PHONES_ID).out
    ask("review", PHONES_ID, "--undo", "--note", "")
    assert fact(small) == store.Fact(**{**vars_of(PHONES), "id": PHONES_ID})


def vars_of(fact: Fact) -> dict[str, object]:
    return {name: getattr(fact, name) for name in fact.__dataclass_fields__}


def test_many_facts_are_one_write(ask: Ask, small: Path) -> None:
    before = small.read_text()
    code, out, _ = ask("review", PHONES_ID, STAFF_ID, "--set", "place=China", "--set", "status=estimate")
    assert (code, out.count("place was chongqing")) == (0, 2)
    assert small.with_name("small.json.previous").read_text() == before
    assert ask("review", PHONES_ID, LAPTOPS_ID, "--accept").out.endswith("1 fact changed, 1 as before\n")


def test_programs_get_the_facts_as_they_are_now(ask: Ask) -> None:
    rows = json.loads(ask("review", PHONES_ID, "--set", "value=19 million", "--json").out)
    assert [(row["id"], row["value"], row["review"]) for row in rows] == [(PHONES_ID, 19_000_000, "accepted")]
    assert rows[0]["alternatives"] == [
        {"field": "value", "value": "18,900,000", "why": "as it was read by curated"},
    ]
    assert ask("review", PHONES_ID, "--accept", "--format", "jsonl").out.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "code", "complaint"),
    [
        ((PHONES_ID,), 64, "say what to record: --accept, --reject, --set FIELD=VALUE, --note TEXT or --undo"),
        ((PHONES_ID, "--set", "period=20x"), 64, "period: '20x' is no period; write 2019, 2012-H1"),
        ((PHONES_ID, "--set", "metric=shipmnts"), 64, "did you mean shipments?"),
        ((PHONES_ID, "--set", "colour=red"), 64, "'colour=red' is no field=value; fields are entity"),
        ((PHONES_ID, "--set", "item=laptop", "--set", "item=tablet"), 64, "--set item: given twice"),
        ((PHONES_ID, "--set", "item=laptop", "--reject"), 64, "give one of them"),
        ((PHONES_ID, "--accept", "--undo"), 64, "goes with neither"),
        ((PHONES_ID, "--accept", "--reject"), 64, "--accept and --reject contradict each other"),
        (("zzzz", "--accept"), 1, "no fact has an id that begins with 'zzzz'"),
        (("--accept",), 64, "the following arguments are required: ID"),
    ],
)  # fmt: skip
def test_what_cannot_be_recorded_is_told_in_one_line(
    ask: Ask, small: Path, words: tuple[str, ...], code: int, complaint: str
) -> None:
    before = small.read_bytes()
    answer = ask("review", *words)
    assert answer.code == code
    assert complaint in answer.err
    assert answer.err.count("\n") == 1
    assert small.read_bytes() == before


def test_the_demo_and_a_read_only_store_stay_as_they_are(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CQTUI_READ_ONLY", "1")
    assert ask("review", PHONES_ID, "--accept").code == 73
    monkeypatch.delenv("CQTUI_READ_ONLY")
    monkeypatch.delenv("CQTUI_STORE")
    id = ask("facts", "--format", "jsonl").out.split('"id": "')[1][:10]
    code, _, err = ask("review", id, "--accept")
    assert (code, "is the demo, which is only read" in err) == (73, True)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("per", {"per=", "period="}),
        ("metric=ship", {"metric=shipments"}),
        ("status=", {f"status={word}" for word in ("actual", "estimate", "forecast", "target", "plan")}),
        ("entity=op", {"entity=oppo"}),
    ],
)
def test_fields_and_their_values_are_completed(tmp_path: Path, typed: str, expected: set[str]) -> None:
    line, offered = f"cqtui review {PHONES_ID} --set {typed}", tmp_path / "offered"
    variables = {
        "_ARGCOMPLETE": "1", "COMP_LINE": line, "COMP_POINT": str(len(line)), "_ARGCOMPLETE_IFS": "\n",
        "_ARGCOMPLETE_STDOUT_FILENAME": str(offered), "_ARGCOMPLETE_SUPPRESS_SPACE": "1",
    }  # fmt: skip
    subprocess.run(
        [sys.executable, "-m", "cqtui"], env={**os.environ, **variables}, cwd=REPOSITORY, timeout=60,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    assert {one.replace("\\ ", " ").strip() for one in offered.read_text().split("\n")} == expected
