"""The store as a file: what it looks like, what it takes, and how it refuses what it does not."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import strategies
from hypothesis import HealthCheck, given, settings
from tinydb import TinyDB

from cqtui import durable, errors, model, store, storefile, validate
from cqtui.absorbing import Read
from cqtui.index import keeping
from cqtui.model import Change, Entity, Evidence, Fact, Item, Metric, Period, Source, Unit
from cqtui.sanitize import clean_line
from cqtui.store import Contents

TEXT = "In 2019 Oppo shipped 18.9 million phones, up 58 percent. Chongqing made over 64 million laptops."
SENTENCE = "In 2019 Oppo shipped 18.9 million phones, up 58 percent."
YEAR = Period(start=date(2019, 1, 1), end=date(2019, 12, 31), basis="year")
OPPO = Fact(
    entity="oppo",
    metric="shipments",
    item="mobile phone",
    place="chongqing",
    value=Decimal(18900000),
    unit="unit",
    as_written="18.9 million",
    period=YEAR,
    change=Change(kind="percent", value=Decimal(58)),
    evidence=Evidence(source="press", paragraph=1, start=21, end=33, sentence=SENTENCE),
    confidence=0.95,
    extractor="rules",
)
SOURCE = Source(id="press", title="重庆 phones", text=TEXT)
CHINA = Entity(id="china", name="China", kind="place")
CHONGQING = Entity(id="chongqing", name="Chongqing", kind="place", aliases=("重庆",), part_of="china")
COMPANY = Entity(id="oppo", name="OPPO", kind="company")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with one fact and all that it refers to."""
    path = tmp_path / "facts.json"
    store.create(path, title="Phones of 重庆")
    store.append(
        path,
        sources=[SOURCE],
        entities=[CHINA, CHONGQING, COMPANY],
        metrics=[Metric(id="shipments", label="Shipments", dimension="count")],
        items=[Item(id="mobile phone", label="mobile phone")],
        units=[Unit(id="unit", label="unit", dimension="count")],
        facts=[OPPO],
    )
    return path


def tables(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text())
    return found


def rewrite(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """The store edited by hand, by somebody who does not keep its layout."""
    data = tables(path)
    change(data)
    path.write_text(json.dumps(data))


# --- The file -----------------------------------------------------------------------------------


def test_the_file_has_one_row_a_line_and_can_be_read_by_a_person(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").split("\n")
    assert lines[:3] == ["{", ' "meta": {', '  "1": {"schema": 1, "title": "Phones of 重庆"}']
    assert [line for line in lines if line.endswith("{")][1:] == [
        f' "{name}": {{' for name in ("meta", *validate.TABLES)
    ]
    assert sum(line.startswith('  "') for line in lines) == 9, "meta and 8 rows, a line each"
    assert lines[-1] == "" and lines[-2] == "}"


def test_stock_tinydb_reads_it(path: Path) -> None:
    with TinyDB(path) as db:
        assert db.tables() == {"meta", *validate.TABLES}
        assert [row["as_written"] for row in db.table("facts")] == ["18.9 million"]
        assert db.table("meta").get(doc_id=1) == {"schema": 1, "title": "Phones of 重庆"}


def test_a_new_store_is_empty(tmp_path: Path) -> None:
    store.create(tmp_path / "new.json", title="New")
    assert store.read(tmp_path / "new.json") == Contents(title="New", schema=model.SCHEMA)


@given(strategies.contents())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_what_is_written_is_read_and_written_again_byte_for_byte(tmp_path: Path, contents: Contents) -> None:
    path = tmp_path / "any.json"
    data = store.serialize(contents)
    path.write_bytes(data)
    back = store.read(path)
    assert back == contents
    assert store.serialize(back) == data
    with TinyDB(path) as db:
        assert len(db.table("facts")) == len(contents.facts)


@given(strategies.contents())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_appending_writes_the_bytes_that_serialize_does(tmp_path: Path, contents: Contents) -> None:
    path = tmp_path / "appended.json"
    path.unlink(missing_ok=True)
    store.create(path, title=contents.title)
    given = {table: getattr(contents, table) for table in validate.TABLES}
    added = store.append(path, **given)
    assert added.facts == len(contents.facts)
    assert path.read_bytes() == store.serialize(store.read(path))
    assert store.append(path, **given) == store.Added(present=sum(map(len, given.values())))


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("58.0", "58.0"),
        ("58", "58"),
        ("2E+7", "20000000"),
        ("0.1", "0.1"),
        ("12345678901234567890.123456789", "12345678901234567890.123456789"),
        ("18446744073709551617", "18446744073709551617"),
    ],
)
def test_numbers_keep_the_digits_they_were_given(path: Path, given: str, stored: str) -> None:
    store.append(path, facts=[replace(OPPO, value=Decimal(given), note="n")])
    assert f'"value": {stored}, "upper": null' in path.read_text()
    assert str(store.read(path).facts[1].value) == stored
    edited = path.read_text().replace(f'"value": {stored}, "upper"', f'"value": {given}, "upper"')
    path.write_text(edited)
    store.append(path, entities=[Entity(id="other", name="Other")])
    assert f'"value": {stored}, "upper": null' in path.read_text(), "also what a person wrote by hand"


def test_an_exponent_is_written_out_as_the_next_reader_will_find_it() -> None:
    data = store.serialize(Contents(title="", facts=(replace(OPPO, value=Decimal("2E+7"), note="2E+7"),)))
    assert b'"value": 20000000, "upper": null' in data
    assert b'"note": "2E+7"' in data


def test_rows_are_numbered_from_1(tmp_path: Path) -> None:
    path = tmp_path / "facts.json"
    path.write_bytes(store.serialize(Contents(title="", entities=(CHINA, CHONGQING, COMPANY))))
    assert list(tables(path)["entities"]) == ["1", "2", "3"]


def test_a_store_that_is_being_made_is_what_will_be_read(tmp_path: Path) -> None:
    path = tmp_path / "new.json"
    with store.DurableJSON(path).batch("New") as file:
        pass
    read = storefile.load(path)
    assert replace(file, tables=read.tables) == read


def test_rows_that_do_not_change_are_carried_over_as_a_person_left_them(path: Path) -> None:
    def edit(data: dict[str, Any]) -> None:
        data["entities"]["40"] = {"name": "Huawei", "id": "huawei"}
        del data["entities"]["3"]

    rewrite(path, edit)
    store.append(path, entities=[Entity(id="vivo", name="vivo")])
    assert '  "40": {"name": "Huawei", "id": "huawei"},\n' in path.read_text()
    assert list(tables(path)["entities"]) == ["1", "2", "40", "41"], "row keys are never given twice"


def test_what_a_terminal_would_obey_is_never_in_the_file(path: Path) -> None:
    store.append(path, entities=[Entity(id="evil", name="\x1b[2J\u202e\x9b31m")])
    # By hand, escaped as JSON allows: a later write must not turn the escape into the thing.
    rewrite(path, lambda data: data["entities"]["1"].update(name="China\x1b]52;c;x\x07\x9b\u202e\x7f"))
    store.append(path, entities=[Entity(id="vivo", name="vivo")])
    text = path.read_text()
    assert not [one for one in text if one != "\n" and (ord(one) < 32 or 127 <= ord(one) < 160 or one == "\u202e")]
    name = "China\x1b]52;c;x\x07\x9b\u202e\x7f"
    assert tables(path)["entities"]["1"]["name"] == name, "and what was there is there"
    assert "\x1b" not in store.read(path).entities[0].name


# --- Refusing -----------------------------------------------------------------------------------


def broken(old: str, new: str) -> Callable[[bytes], bytes]:
    def damage(data: bytes) -> bytes:
        damaged = data.decode().replace(old, new, 1).encode()
        assert damaged != data, "this damage does nothing"
        return damaged

    return damage


def content(data: bytes) -> Callable[[bytes], bytes]:
    return lambda _: data


def fact_twice(data: bytes) -> bytes:
    row = data.split(b'"facts": {\n  "1": ')[1].split(b"\n")[0]
    return data.replace(row, row + b',\n  "2": ' + row)


VALUE = '"value": 18900000'
BAD_FILES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty": (content(b""), "is empty"),
    "blank": (content(b"\n \n"), "is empty"),
    "zeros after a crash": (lambda data: bytes(len(data)), "is empty"),
    "cut in half": (lambda data: data[: len(data) // 2], "too soon"),
    "cut at the end": (lambda data: data[:-2], "ends too soon"),
    "old tail after a shorter write": (lambda data: data + data[-40:], "is not JSON"),
    "a list": (content(b"[]"), "is a list, not a cqtui store"),
    "text": (content(b'"store"'), "is text, not a cqtui store"),
    "true": (content(b"true"), "is true or false, not a cqtui store"),
    "null": (content(b"null"), "is null, not a cqtui store"),
    "a number": (content(b"1"), "is a number, not a cqtui store"),
    "byte order mark": (lambda data: b"\xef\xbb\xbf" + data, "byte order mark"),
    "UTF-16": (lambda data: data.decode().encode("utf-16"), "is not UTF-8"),
    "PNG": (content(b"\x89PNG\r\n\x1a\n" + bytes(50)), "is not UTF-8 text (byte 0)"),
    "deeply nested": (content(b"[" * 200_000 + b"]" * 200_000), "nested too deeply"),
    "deeply nested object": (content(b'{"a":' * 200_000 + b"1" + b"}" * 200_000), "nested too deeply"),
    "deeply nested row": (broken('"aliases": []', f'"aliases": {"[" * 600 + "]" * 600}'), "aliases.0"),
    "foreign JSON": (content(b'{"name": "package", "version": "1.0"}'), "not a cqtui store"),
    "another TinyDB file": (content(b'{"_default": {"1": {"a": 1}}}'), "not a cqtui store"),
    "not JSON": (
        content(b"entity,metric\noppo,shipments\n"),
        "is not JSON: expecting value (line 1, column 1)",
    ),
    "merge conflict": (broken(' "facts"', '<<<<<<< HEAD\n "facts"'), "is not JSON"),
    "newer": (
        broken('"schema": 1', '"schema": 2'),
        "newer cqtui (schema 2; this one reads up to 1); upgrade cqtui",
    ),
    "older": (
        broken('"schema": 1', '"schema": 0'),
        "made by an older cqtui (schema 0; this one reads 1 to 1)",
    ),
    "schema in words": (broken('"schema": 1', '"schema": "one"'), "schema must be a whole number"),
    "schema not a number": (broken('"schema": 1', '"schema": NaN'), "schema must be a whole number"),
    "more in meta": (broken('"schema": 1', '"schema": 1, "mood": NaN'), "meta may hold"),
    "table a list": (
        broken(' "units": {', ' "units": [], "x": {'),
        "the table is a list, not an object (units)",
    ),
    "unknown table": (broken(' "units": {', ' "unit": {'), "unknown table"),
    "row key": (
        broken('"1": {"id": "press"', '"one": {"id": "press"'),
        "key is not a number (sources, row one)",
    ),
    "row not an object": (
        broken('  "1": {"id": "china"', '  "9": 5, "1": {"id": "china"'),
        "is a number, not an object (entities, row 9)",
    ),
    "unknown field": (broken('"status": "actual"', '"stauts": "actual"'), "stauts: "),
    "unknown status": (broken('"status": "actual"', '"status": "hoped"'), "status: "),
    "no entity": (broken('"entity": "oppo", ', ""), "entity: "),
    "NaN": (broken(VALUE, '"value": NaN'), "value: NaN is not a number (facts, row 1)"),
    "Infinity": (
        broken('"value": 58', '"value": -Infinity'),
        "change.value: -Infinity is not a number (facts, row 1)",
    ),
    "61 digits": (
        broken(VALUE, '"value": ' + "1" * 61),
        "value: a number has more than 60 digits (facts, row 1)",
    ),
    "61 places": (broken(VALUE, '"value": 1e-61'), "value: a number has more than 60 digits (facts, row 1)"),
    "5,000 digits": (broken(VALUE, '"value": ' + "1" * 5000), "value: a number has more than 60 digits"),
    "huge exponent": (broken(VALUE, '"value": 1e999999'), "value: a number has more than 60 digits"),
    "exponent beyond Decimal": (broken(VALUE, '"value": 1e-99999999999999999999'), "more than 60 digits"),
    "lone surrogate": (broken("18.9 million", "\\ud83d 18.9 million"), "lone surrogate) (sources, row 1)"),
    "key twice": (broken(VALUE, f'{VALUE}, "value": 1'), "the key 'value' stands twice (facts, row 1)"),
    "row twice": (
        broken('  "2": {"id": "chongqing"', '  "1": {"id": "chongqing"'),
        "the key '1' stands twice (entities)",
    ),
    "table twice": (broken(' "units": {', ' "units": {}, "units": {'), "the key 'units' stands twice"),
    "end before start": (broken('"end": "2019-12-31"', '"end": "2018-12-31"'), "period.end: "),
    "fact twice": (fact_twice, "is also the id of row 1 (facts, row 2)"),
    "entity twice": (
        broken('{"id": "oppo", "name"', '{"id": "china", "name"'),
        "'china' is also the id of row 1 (entities, row 3)",
    ),
    "controls in a key": (
        broken('"status": "actual"', '"\\u001b[31m\\n": 1, "status": "actual"'),
        "facts, row 1",
    ),
}


@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_bad_file_is_refused_in_one_line_and_never_written_over(path: Path, kind: str) -> None:
    damage, expected = BAD_FILES[kind]
    data = damage(path.read_bytes())
    (path.parent / "bad").mkdir()
    bad = path.parent / "bad" / "bad.json"
    bad.write_bytes(data)

    with pytest.raises(errors.BadData) as refusal:
        store.read(bad)
    message = str(refusal.value)
    assert expected in message
    assert message.startswith(f"{bad}: ") and "; " in message and message.isprintable()
    assert refusal.value.exit_code == 65
    assert [file.name for file in bad.parent.iterdir()] == ["bad.json"], "reading creates nothing"

    for write in (
        lambda: store.append(bad, facts=[replace(OPPO, id="fresh")]),
        lambda: store.review(bad, "nobody", review="accepted"),
        lambda: store.create(bad, title="Again"),
    ):
        with pytest.raises(errors.CqtuiError) as failure:
            write()
        assert str(failure.value).startswith(f"{bad}: ") and str(failure.value).isprintable()
    assert bad.read_bytes() == data


@pytest.mark.parametrize("kind", BAD_FILES)
def test_check_finds_what_read_refuses(path: Path, kind: str) -> None:
    path.write_bytes(BAD_FILES[kind][0](path.read_bytes()))
    with pytest.raises(errors.BadData) as refusal:
        store.read(path)
    if "to see every problem" in str(refusal.value):
        assert f'run "cqtui check {path}" to see every problem' in str(refusal.value)
        found = [str(problem) for problem in store.problems(path)]
        assert found and all(text.isprintable() for text in found)
        assert found[0] in str(refusal.value)
    else:
        with pytest.raises(errors.BadData, match=r"; "):
            store.problems(path)


def a_store(meta: str) -> bytes:
    return f'{{"meta": {meta}}}'.encode()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b" \x00", "is empty; restore an older copy"),
        (b"X", "is not JSON: expecting value (line 1, column 1); restore an older copy"),
        (b"{", "ends too soon (line 1, column 2); restore an older copy"),
        (b'{"a": "b', "ends too soon (line 1, column 7); restore an older copy"),
        (b'{"a": 1}}', "is not JSON: extra data (line 1, column 9); restore an older copy"),
        (b"[" * 9999, "is nested too deeply to be a cqtui store; name another file"),
        (b"\xef\xbb\xbf{}", "begins with a byte order mark; save it as UTF-8 without one"),
        (b"{}\xff", "is not UTF-8 text (byte 2); name a store file"),
        (b"[]", "is a list, not a cqtui store; name another file"),
        (b'{"a": 1, "b": 1, "b": 2}', "the key 'b' stands twice (at the top); take one of them out"),
        (b"{}", 'is JSON but not a cqtui store (no table "meta" that gives a schema); name another file'),
        (a_store('{"1": 5}'), 'is JSON but not a cqtui store (no table "meta" that gives a schema); name another file'),
        (a_store('{"1": {"schema": 1.0}}'), "the schema must be a whole number (meta, row 1); restore an older copy"),
        (a_store('{"1": {"schema": true}}'), "the schema must be a whole number (meta, row 1); restore an older copy"),
        (
            a_store('{"1": {"schema": 2}}'),
            "made by a newer cqtui (schema 2; this one reads up to 1); upgrade cqtui",
        ),
        (
            a_store('{"1": {"schema": -2}}'),
            "made by an older cqtui (schema -2; this one reads 1 to 1); "
            "bring it up to date with a cqtui that reads both",
        ),
        *(
            (a_store(meta), "meta may hold a schema and a title, a text, in row 1 (meta); restore an older copy")
            for meta in (
                '{"1": {"schema": 1}, "2": {}}',
                '{"1": {"schema": 1, "a": 1}}',
                '{"1": {"schema": 1, "title": 5}}',
            )
        ),
    ],
)  # fmt: skip
def test_what_is_no_store_is_told_with_what_to_do(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "any.json"
    path.write_bytes(data)
    with pytest.raises(errors.BadData) as refusal:
        store.read(path)
    assert str(refusal.value) == f"{path}: {message}"


def test_the_least_store_there_is_has_no_title(tmp_path: Path) -> None:
    path = tmp_path / "least.json"
    path.write_bytes(a_store('{"1": {"schema": 1}}'))
    assert store.read(path) == Contents(title="")


def test_a_table_that_is_none_is_told_with_those_that_are(path: Path) -> None:
    rewrite(path, lambda data: data.update({"x" * 50: {}}))
    names = "meta, sources, entities, metrics, items, units, facts"
    unknown = storefile.Problem("x" * 40, "", None, f"unknown table; a store has {names}")
    assert list(store.problems(path)) == [unknown]
    path.write_text(path.read_text().replace('"2": {"id": "chongqing"', '"1": {"id": "chongqing"'))
    twice = storefile.Problem("entities", "", None, "the key '1' stands twice")
    assert [one for one in store.problems(path) if "stands twice" in one.text] == [twice]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("none.json", "no such file; check the name or create a store there"),
        ("", "is a directory; name a store file"),
        ("pipe", "is not a regular file; name a store file"),
        ("a\0b", "cannot be read: embedded null byte; check the name"),
    ],
)
def test_what_is_no_file_is_told_with_what_to_do(tmp_path: Path, name: str, message: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(errors.NoInput) as refusal:
        store.read(tmp_path / name)
    assert str(refusal.value) == f"{clean_line(str(tmp_path / name))}: {message}"


def _missing(path: Path) -> None:
    path.unlink()


def _directory(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _fifo(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _device(path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")


def _circle(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


def _dangling(path: Path) -> None:
    path.unlink()
    path.symlink_to("nowhere")


@pytest.mark.parametrize("replaced", [_missing, _directory, _fifo, _device, _circle, _dangling])
def test_what_is_no_file_is_refused_in_one_line(path: Path, replaced: Callable[[Path], None]) -> None:
    for beside in path.parent.iterdir():
        if beside != path:
            beside.unlink()
    replaced(path)
    before = sorted(path.parent.iterdir())
    for ask in (store.read, store.problems, lambda path: store.append(path, facts=[OPPO])):
        with pytest.raises(errors.NoInput) as refusal:
            ask(path)
        assert str(refusal.value).startswith(f"{path}: ") and str(refusal.value).isprintable()
        assert refusal.value.exit_code == 66
    assert keeping.fingerprint(path) is None
    assert sorted(path.parent.iterdir()) == before
    assert not durable.may_write(path)


def test_names_no_file_can_have_are_refused(tmp_path: Path) -> None:
    for name in ("nul\0", "long" * 200, "\x1b[31mred\n\udc80"):
        for ask in (store.read, lambda path: store.append(path, facts=[OPPO])):
            with pytest.raises(errors.NoInput) as refusal:
                ask(tmp_path / name)
            assert str(refusal.value).isprintable()
        if "\x1b" not in name:
            with pytest.raises(errors.CannotCreate):
                store.create(tmp_path / name, title="")
    assert not list(tmp_path.iterdir())


def test_a_file_that_may_not_be_read_is_no_input(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(errors.NoInput, match="cannot be read: Permission denied; check its permissions"):
        store.read(path)


def test_reading_takes_no_lock_and_leaves_no_trace(path: Path) -> None:
    alone = path.parent / "alone" / "facts.json"
    alone.parent.mkdir()
    shutil.copy(path, alone)
    store.read(alone)
    list(store.problems(alone))
    keeping.fingerprint(alone)
    assert list(alone.parent.iterdir()) == [alone]


def test_create_refuses_what_is_there_and_a_directory_that_is_not(path: Path, tmp_path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(errors.CannotCreate, match="exists already") as refusal:
        store.create(path, title="New")
    assert refusal.value.exit_code == 73
    assert path.read_bytes() == before
    with pytest.raises(errors.CannotCreate, match="no directory"):
        store.create(tmp_path / "missing" / "facts.json", title="New")
    assert not (tmp_path / "missing").exists()


# --- Adding -------------------------------------------------------------------------------------


def test_a_fact_gets_the_id_of_what_it_says(path: Path) -> None:
    (fact,) = store.read(path).facts
    assert fact.id == model.fact_id(OPPO)
    assert replace(fact, id="") == OPPO


def test_adding_again_adds_nothing_and_writes_nothing(path: Path) -> None:
    before, about = path.read_bytes(), path.stat()
    added = store.append(path, sources=[SOURCE], entities=[COMPANY], facts=[OPPO, OPPO])
    assert added == store.Added(present=4)
    assert path.read_bytes() == before
    assert path.stat().st_ino == about.st_ino


def test_the_stored_review_wins(path: Path) -> None:
    id = store.read(path).facts[0].id
    store.review(path, id, review="rejected", note="a typo")
    added = store.append(path, facts=[replace(OPPO, review="accepted", note="fine", confidence=0.5)])
    assert added == store.Added(present=1)
    assert store.read(path).facts[0] == replace(OPPO, id=id, review="rejected", note="a typo")


def test_one_id_for_two_facts_is_refused_and_nothing_of_the_batch_is_added(path: Path) -> None:
    id, before = store.read(path).facts[0].id, path.read_bytes()
    other = replace(OPPO, entity="vivo")
    complaint = f"{path}: nothing added: the fact '{id}' is there and says something else"
    with pytest.raises(errors.BadData, match=re.escape(complaint)):
        store.append(path, facts=[other, replace(other, id=id)])
    assert path.read_bytes() == before
    with pytest.raises(errors.BadData, match="says something else"):
        store.append(path, facts=[replace(other, id="same"), replace(OPPO, id="same")])


def test_an_invalid_row_is_refused_by_name(path: Path) -> None:
    before = path.read_bytes()
    complaint = f"{path}: nothing added: facts, 'x': value: a fact needs a value or a change"
    with pytest.raises(errors.BadData, match=re.escape(complaint)):
        store.append(path, facts=[OPPO, replace(OPPO, id="x", value=None, change=None)])
    with pytest.raises(errors.BadData, match="nothing added: units, 'u': factor: must be above 0"):
        store.append(path, units=[Unit(id="u", label="u", factor=Decimal(0))])
    assert path.read_bytes() == before


def test_the_stored_word_stays(path: Path) -> None:
    added = store.append(path, entities=[replace(COMPANY, name="Oppo Ltd")], sources=[Source(id="press", title="x")])
    assert added == store.Added(kept=2)
    assert store.read(path).entities[2] == COMPANY


def test_what_nobody_lists_gets_a_stub_and_the_packages_words_need_none(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = {"sources": frozenset(), "entities": frozenset(), "metrics": frozenset(["revenue"]),
           "items": frozenset(), "units": frozenset(["yuan"])}  # fmt: skip
    monkeypatch.setattr("cqtui.soundness.own_words", lambda: own)
    fact = replace(
        OPPO,
        entity="new_co",
        place="liang-jiang",
        metric="revenue",
        item="smart watch",
        unit="yuan",
        per="week",
        evidence=replace(OPPO.evidence, source="elsewhere"),
    )
    added = store.append(path, facts=[fact, replace(fact, value=Decimal(1))])
    assert added == store.Added(
        facts=2,
        stubs=("source elsewhere", "entity new_co", "entity liang-jiang", "item smart watch", "unit week"),
    )
    contents = store.read(path)
    assert contents.sources[1:] == (Source(id="elsewhere"),)
    assert contents.entities[3:] == (
        Entity(id="new_co", name="New co"),
        Entity(id="liang-jiang", name="Liang jiang"),
    )
    assert contents.items[1:] == (Item(id="smart watch", label="smart watch"),)
    assert [metric.id for metric in contents.metrics] == ["shipments"]
    assert not list(store.problems(path))


def test_a_stub_gives_way_to_the_row_itself(path: Path) -> None:
    store.append(path, facts=[replace(OPPO, entity="vivo", evidence=replace(OPPO.evidence, source="late"))])
    keys = list(tables(path)["entities"])
    late, vivo = Source(id="late", text=TEXT), Entity(id="vivo", name="vivo", kind="company")
    added = store.append(path, sources=[late], entities=[vivo, Entity(id="zte", name="ZTE")])
    assert added == store.Added(sources=1, entities=2)
    contents = store.read(path)
    assert (contents.sources[1], contents.entities[3]) == (late, vivo)
    assert list(tables(path)["entities"]) == [*keys, "5"], "in the stub's place"
    assert store.append(path, entities=[Entity(id="vivo", name="Vivo?")]) == store.Added(kept=1)


def test_nesting_beyond_what_can_be_followed_is_a_problem_of_the_row() -> None:
    deep: list[Any] = []
    for _ in range(5000):
        deep = [deep]
    (problem,) = storefile._row_problems("facts", "1", {"note": deep}, suspicious=True)
    assert str(problem) == "is nested too deeply (facts, row 1)"
    assert storefile.valued("facts", "1", {"note": deep}) == problem


def test_a_name_that_no_file_can_have_has_no_content_before() -> None:
    assert storefile._brings_back(Path("a\0b")) is None


def test_tinydb_by_itself_reads_and_writes_a_store_through_our_storage(path: Path) -> None:
    before = path.read_bytes()
    with TinyDB(path, storage=store.DurableJSON) as db:
        db.table("facts").update({"note": "by hand"})
    assert store.read(path).facts[0].note == "by hand"
    assert durable.previous(path).read_bytes() == before


# --- Taking in what was read --------------------------------------------------------------------

READ = Read(source=SOURCE, facts=(replace(OPPO, id=""),))


def test_what_is_taken_in_makes_a_store_with_its_title_and_stubs(tmp_path: Path) -> None:
    path = tmp_path / "new.json"
    (done,) = store.absorb(path, [READ], title="Phones")
    contents = store.read(path)
    assert (done.added, contents.title) == (1, "Phones")
    assert (contents.sources, contents.facts[0].as_written) == ((SOURCE,), "18.9 million")
    assert contents.entities == (Entity(id="oppo", name="Oppo"), Entity(id="chongqing", name="Chongqing"))
    assert not list(store.problems(path))


def test_a_stub_gives_way_to_who_is_read_and_nobody_else_does(tmp_path: Path) -> None:
    path = tmp_path / "new.json"
    store.absorb(path, [READ], title="Phones")
    keys = list(tables(path)["entities"])
    store.absorb(path, [replace(READ, entities=(COMPANY,))])
    assert store.read(path).entities[0] == COMPANY
    store.absorb(path, [replace(READ, entities=(replace(COMPANY, name="Guangdong OPPO"),))])
    assert store.read(path).entities[0] == COMPANY
    assert list(tables(path)["entities"]) == keys, "in the stub's place"


def test_a_fact_that_the_text_no_longer_states_goes(path: Path) -> None:
    (done,) = store.absorb(path, [replace(READ, facts=())])
    assert (done.removed, store.read(path).facts) == (1, ())


def test_the_source_as_it_was_is_kept_once_however_often_a_reviewed_fact_vanishes(path: Path) -> None:
    id = model.fact_id(OPPO)
    for reviewed in (id, model.fact_id(replace(OPPO, as_written="18.9 million "))):
        store.absorb(path, [READ])
        store.review(path, reviewed, review="accepted")
        (done,) = store.absorb(path, [Read(source=replace(SOURCE, text="Nothing of the sort."))])
        assert done.stranded == (reviewed,)
        assert [source.id for source in store.read(path).sources] == ["press", "press@before"]
    assert not list(store.problems(path))


def test_what_is_read_has_the_id_of_what_it_says(tmp_path: Path) -> None:
    path = tmp_path / "new.json"
    store.absorb(path, [replace(READ, facts=(replace(OPPO, id="mine"),))], title="Phones")
    assert store.read(path).facts[0].id == model.fact_id(OPPO)


@pytest.mark.parametrize(
    ("damage", "where"),
    [
        (lambda data: data["facts"]["1"].update(value="many"), r"value: .* \(facts, row 1\)"),
        (lambda data: data["sources"]["1"].update(published="some day"), r"published: .* \(sources, row 1\)"),
        (lambda data: data["entities"]["3"].update(kind="firm"), r"kind: .* \(entities, row 3\)"),
        (lambda data: data.update(facts=[1]), r"the table is a list, not an object \(facts\)"),
    ],
    ids=["a fact of the source", "the source", "who it is about", "all facts"],
)
def test_what_is_wrong_with_the_rows_it_changes_is_told_with_the_file(
    path: Path, damage: Callable[[dict[str, Any]], object], where: str
) -> None:
    rewrite(path, damage)
    before, file = path.read_bytes(), re.escape(str(path))
    with pytest.raises(errors.BadData, match=f'^{file}: {where}; run "cqtui check {file}" to see every problem$'):
        store.absorb(path, [replace(READ, entities=(COMPANY,))])
    assert path.read_bytes() == before


ODD: dict[str, dict[str, Any]] = {
    "sources": {"50": {"id": 5}, "51": {"id": "other", "published": "some day"}, "52": "a text"},
    "entities": {"50": ["a list"], "51": {"id": "huawei", "kind": "firm"}},
    "facts": {
        "50": {"id": "a", "evidence": "a text"},
        "51": {"id": "b", "evidence": {"source": ["press"], "sentence": [SENTENCE]}},
    },
}
"""Rows that are wrong in all ways there are, and none of what is read or revised below."""


@pytest.mark.parametrize(
    "write",
    [
        lambda path: store.absorb(path, [replace(READ, facts=(*READ.facts, replace(OPPO, value=Decimal(7))))]),
        lambda path: store.revise(path, {model.fact_id(OPPO): lambda fact: replace(fact, status="target")}),
    ],
    ids=["an article read again", "a correction"],
)
def test_rows_that_a_write_is_not_about_are_carried_over_wrong_as_they_may_be(
    path: Path, write: Callable[[Path], object]
) -> None:
    rewrite(path, lambda data: [data[table].update(rows) for table, rows in ODD.items()])
    before = path.read_bytes()
    write(path)
    assert path.read_bytes() != before
    now = tables(path)
    assert {table: {key: now[table][key] for key in rows} for table, rows in ODD.items()} == ODD


def test_a_fact_without_evidence_is_of_no_source_and_left_alone(path: Path) -> None:
    rewrite(path, lambda data: data["facts"]["1"].update(evidence=None, id="lost"))
    store.absorb(path, [READ])
    assert [row["id"] for row in tables(path)["facts"].values()] == ["lost", model.fact_id(OPPO)]


@pytest.mark.parametrize(
    ("read", "complaint"),
    [
        (replace(READ, facts=(replace(OPPO, bound="some"),)), "facts, '': bound: "),  # type: ignore[arg-type]
        (replace(READ, source=replace(SOURCE, id=" ")), "sources, ' ': id: must not be empty"),
        (replace(READ, entities=(replace(COMPANY, id=" "),)), "entities, ' ': id: must not be empty"),
    ],
)
def test_what_cannot_be_is_refused_with_the_file(path: Path, read: Read, complaint: str) -> None:
    before = path.read_bytes()
    with pytest.raises(errors.BadData, match=re.escape(f"{path}: nothing added: {complaint}")):
        store.absorb(path, [read])
    assert path.read_bytes() == before


# --- Reviewing ----------------------------------------------------------------------------------


def test_a_review_changes_the_review_and_the_note_and_nothing_else(path: Path) -> None:
    id, before = store.read(path).facts[0].id, path.read_text()
    now = store.review(path, id, review="accepted", note="checked \x1b twice ")
    assert (now.review, now.note) == ("accepted", "checked ␛ twice")
    assert store.read(path).facts == (now,)
    assert path.read_text() == before.replace(
        '"review": "unreviewed", "note": null', '"review": "accepted", "note": "checked ␛ twice"'
    )
    assert store.review(path, id, review="rejected").note == "checked ␛ twice"
    assert store.review(path, id, note=None) == replace(now, review="rejected", note=None)
    assert store.review(path, id, note=" ").note is None


def test_a_review_that_changes_nothing_writes_nothing(path: Path) -> None:
    inode = path.stat().st_ino
    store.review(path, store.read(path).facts[0].id, review="unreviewed", note=None)
    assert path.stat().st_ino == inode


def test_reviews_of_many_facts_are_one_write_and_all_or_none(path: Path) -> None:
    store.append(path, facts=[replace(OPPO, value=Decimal(number)) for number in range(20)])
    facts = store.read(path).facts
    chosen = facts[3:15:2]
    done = store.update(path, {fact.id: {"review": "accepted", "note": str(fact.value)} for fact in chosen})
    assert list(done) == [fact.id for fact in chosen]
    now = store.read(path).facts
    assert now == tuple(done.get(fact.id, fact) for fact in facts)
    assert all(done[fact.id].note == str(fact.value) for fact in chosen)
    before = path.read_bytes()
    with pytest.raises(errors.UsageError, match=re.escape(f"{path}: there is no fact 'ghost'; cqtui find shows ids")):
        store.update(path, {facts[0].id: {"review": "accepted"}, "ghost": {"review": "accepted"}})
    with pytest.raises(errors.UsageError, match="only its review and its note"):
        store.update(path, {facts[0].id: {"value": "1"}})
    with pytest.raises(errors.UsageError, match="review: "):
        store.review(path, facts[0].id, review="perhaps")
    assert path.read_bytes() == before


def test_a_fact_that_a_person_wrote_without_an_id_can_be_reviewed(path: Path) -> None:
    rewrite(path, lambda data: data["facts"]["1"].pop("id"))
    (fact,) = store.read(path).facts
    assert fact.id == model.fact_id(OPPO)
    assert store.review(path, fact.id, review="accepted").review == "accepted"
    assert store.read(path).facts[0].review == "accepted"


def test_and_keeps_its_id_when_it_says_something_else(path: Path) -> None:
    rewrite(path, lambda data: data["facts"]["1"].pop("id"))
    store.revise(path, {model.fact_id(OPPO): lambda fact: replace(fact, status="target")})
    (fact,) = store.read(path).facts
    assert (fact.id, fact.status) == (model.fact_id(OPPO), "target")


def as_target(fact: Fact) -> Fact:
    return replace(fact, status="target")


def test_facts_that_would_come_to_say_the_same_are_refused(path: Path) -> None:
    store.append(path, facts=[replace(OPPO, status="plan")])
    before, ids = path.read_bytes(), [fact.id for fact in store.read(path).facts]
    with pytest.raises(errors.UsageError, match=f"fact {ids[0]} says that of these words already"):
        store.revise(path, dict.fromkeys(ids, as_target))
    assert path.read_bytes() == before


def test_also_where_a_person_wrote_one_of_them_without_an_id(path: Path) -> None:
    store.append(path, facts=[as_target(OPPO)])
    rewrite(path, lambda data: data["facts"]["2"].pop("id"))
    with pytest.raises(errors.UsageError, match=f"fact {model.fact_id(as_target(OPPO))} says that"):
        store.revise(path, {model.fact_id(OPPO): as_target})


def test_a_fact_keeps_its_id_whatever_is_made_of_it(path: Path) -> None:
    id = model.fact_id(OPPO)
    now = store.revise(path, {id: lambda fact: replace(fact, id="mine", status="target")})
    assert store.read(path).facts == (replace(OPPO, id=id, status="target"),) == tuple(now.values())


def test_what_a_correction_makes_is_validated_and_refused_with_the_file(path: Path) -> None:
    id, before = model.fact_id(OPPO), path.read_bytes()
    for revision, entity, complaint in (
        (lambda fact: replace(fact, status="hoped"), CHINA, f"facts, '{id}': status: "),
        (as_target, replace(CHINA, id=" "), "entities, ' ': id: "),
    ):
        with pytest.raises(errors.BadData, match=re.escape(f"{path}: nothing added: {complaint}")):
            store.revise(path, {id: revision}, entities=[entity])
    assert path.read_bytes() == before


def test_a_row_that_may_be_any_fact_is_told_before_another_is_reviewed(path: Path) -> None:
    rewrite(path, lambda data: data["facts"].update({"2": "a text"}))
    with pytest.raises(errors.BadData, match=re.escape(f"{path}: is text, not an object (facts, row 2); ")):
        store.review(path, model.fact_id(OPPO), review="accepted")


@pytest.mark.parametrize("row", ["1", "2"])
def test_what_is_wrong_with_a_fact_of_the_same_words_is_told_with_the_file(path: Path, row: str) -> None:
    store.append(path, facts=[replace(OPPO, status="plan")])
    rewrite(path, lambda data: data["facts"][row].update(status="hoped"))
    with pytest.raises(errors.BadData, match=re.escape(f"{path}: status: ")):
        store.revise(path, {model.fact_id(OPPO): as_target})


# --- Checking -----------------------------------------------------------------------------------


def test_a_sound_store_has_no_problems(path: Path) -> None:
    assert list(store.problems(path)) == []


def edit(table: str, row: str, **changes: Any) -> Callable[[dict[str, Any]], object]:
    return lambda data: data[table][row].update(changes)


def period(start: str | None, end: str | None, basis: str) -> Callable[[dict[str, Any]], object]:
    return edit("facts", "1", period={"start": start, "end": end, "basis": basis, "stated": True})


def spot(**changes: Any) -> Callable[[dict[str, Any]], object]:
    return lambda data: data["facts"]["1"]["evidence"].update(changes)


def ring(data: dict[str, Any]) -> None:
    data["entities"]["1"]["part_of"] = "oppo"
    data["entities"]["3"]["part_of"] = "chongqing"


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (edit("facts", "1", entity="ghost"), ["entity: no entity 'ghost' is listed (facts, row 1)"]),
        (edit("facts", "1", place="ghost"), ["place: no entity 'ghost' is listed (facts, row 1)"]),
        (edit("facts", "1", metric="ghost"), ["metric: no metric 'ghost' is listed (facts, row 1)"]),
        (edit("facts", "1", item="ghost"), ["item: no item 'ghost' is listed (facts, row 1)"]),
        (edit("facts", "1", unit="ghost"), ["unit: no unit 'ghost' is listed (facts, row 1)"]),
        (edit("facts", "1", per="ghost"), ["per: no unit 'ghost' is listed (facts, row 1)"]),
        (spot(source="ghost"), ["evidence.source: no source 'ghost' is listed (facts, row 1)"]),
        (edit("facts", "1", id=""), [f"id: is missing; it should be '{model.fact_id(OPPO)}' (facts, row 1)"]),
        (edit("entities", "3", part_of="ghost"), ["part_of: no entity 'ghost' is listed (entities, row 3)"]),
        (edit("items", "1", part_of="ghost"), ["part_of: no item 'ghost' is listed (items, row 1)"]),
        (edit("units", "1", base="ghost"), ["base: no unit 'ghost' is listed (units, row 1)"]),
        (
            edit("items", "1", part_of="mobile phone"),
            ["part_of: runs in a circle: mobile phone → mobile phone (items, row 1)"],
        ),
        (ring, ["part_of: runs in a circle: china → oppo → chongqing → china (entities, row 1)"]),
        (edit("sources", "1", sha256="0" * 64), ["sha256: is not that of the source's text"]),
        (
            spot(start=20, end=32),
            ["evidence.start: the source has ' 18.9 millio' there, not '18.9 million' (facts, row 1)"],
        ),
        (spot(start=5000, end=5012), ["evidence.start: the source has '' there"]),
        (
            spot(sentence="Oppo shipped many."),
            ["evidence.sentence: does not stand in the source's text (facts, row 1)"],
        ),
        (edit("sources", "1", text=None), []),
        (
            edit("entities", "2", id="china"),
            ["id: 'china' is also the id of row 1", "place: no entity 'chongqing'"],
        ),
        (
            period("2019-01-01", "2019-12-30", "year"),
            ["period.basis: the basis year does not fit 2019-01-01 to 2019-12-30"],
        ),
        (period("2020-01-01", "2020-12-31", "year"), []),
        (period("2019-04-01", "2020-03-31", "year"), []),
        (period("2019-01-01", "2019-06-30", "half"), []),
        (period("2019-07-01", "2019-12-31", "half"), []),
        (period("2019-01-01", "2019-03-31", "half"), ["period.basis: the basis half"]),
        (period("2019-10-01", "2019-12-31", "quarter"), []),
        (period("2019-10-01", "2019-12-30", "quarter"), ["period.basis: the basis quarter"]),
        (period("2020-02-01", "2020-02-29", "month"), []),
        (period("2019-02-01", "2019-03-01", "month"), ["period.basis: the basis month"]),
        (period("9999-12-01", "9999-12-31", "month"), []),
        (period(None, "2019-12-31", "as-of"), []),
        (period("2019-01-01", None, "year"), []),
    ],
)
def test_check_names_what_does_not_hold_together(
    path: Path, change: Callable[[dict[str, Any]], object], found: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cqtui.soundness.own_words", lambda: dict.fromkeys(validate.TABLES, frozenset()))
    rewrite(path, change)
    told = [str(problem) for problem in store.problems(path)]
    assert len(told) == len(found), told
    for text, expected in zip(told, found, strict=True):
        assert text.startswith(expected)


def test_check_tells_of_every_problem_not_only_the_first(path: Path) -> None:
    def spoil(data: dict[str, Any]) -> None:
        data["facts"]["2"] = {**data["facts"]["1"], "id": "second", "status": "hoped: for"}
        data["facts"]["3"] = {**data["facts"]["1"], "id": "third", "entity": "ghost", "value": "NOW"}
        data["facts"]["4"] = dict(data["facts"]["1"])
        data["units"] = []

    rewrite(path, spoil)
    path.write_text(path.read_text().replace('"NOW"', "NaN"))
    told = list(store.problems(path))
    assert [(problem.table, problem.row, problem.field) for problem in told] == [
        ("units", "", None), ("facts", "2", "status"), ("facts", "3", "value"), ("facts", "4", "id"),
    ]  # fmt: skip
    assert told[1].text.startswith("input should be") and told[1].text.endswith("(it is 'hoped: for')")


# --- Older and newer ----------------------------------------------------------------------------


def _renamed(data: dict[str, Any]) -> dict[str, Any]:
    """From a made-up schema 0, in which facts said `company` where they now say `entity`."""
    for row in data["facts"].values():
        row["entity"] = row.pop("company")
    return data


@pytest.fixture
def old(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path.write_text(path.read_text().replace('"entity": ', '"company": ').replace('"schema": 1', '"schema": 0'))
    monkeypatch.setitem(store.MIGRATIONS, 0, _renamed)
    return path


def test_an_older_store_is_read_without_being_changed(old: Path) -> None:
    before = old.read_bytes()
    contents = store.read(old)
    assert (contents.schema, contents.facts[0].entity) == (0, "oppo")
    assert list(store.problems(old)) == []
    assert old.read_bytes() == before


def test_the_first_write_brings_it_up_to_date_and_keeps_the_old_file(old: Path) -> None:
    before = old.read_bytes()
    store.append(old, facts=[replace(OPPO, entity="vivo")])
    kept = old.with_name("facts.json.schema-0.json")
    assert kept.read_bytes() == before
    assert tables(old)["meta"]["1"] == {"schema": 1, "title": "Phones of 重庆"}
    assert [fact.entity for fact in store.read(old).facts] == ["oppo", "vivo"]
    store.append(old, facts=[replace(OPPO, entity="huawei")])
    assert kept.read_bytes() == before
    old.write_bytes(before)
    store.review(old, store.read(old).facts[0].id, review="accepted")
    assert kept.read_bytes() == before
    assert old.with_name("facts.json.schema-0-2.json").read_bytes() == before


def test_migrations_run_one_after_the_other(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "SCHEMA", 2)
    monkeypatch.setitem(store.MIGRATIONS, 1, lambda data: {**data, "units": {}})
    assert store.read(old).units == ()
    assert store.read(old).facts[0].entity == "oppo"
    old.write_text(old.read_text().replace('"schema": 0', '"schema": -1'))
    with pytest.raises(errors.BadData, match=r"made by an older cqtui \(schema -1; this one reads 0 to 2\)"):
        store.read(old)


def test_an_older_store_that_cannot_be_brought_up_is_refused(old: Path) -> None:
    old.write_text(old.read_text().replace('"company": ', '"firm": '))
    before = old.read_bytes()
    complaint = r"cannot be brought from schema 0 to 1 \(KeyError\('company'\)\); check it with the cqtui that made it$"
    with pytest.raises(errors.BadData, match=complaint):
        store.append(old, facts=[OPPO])
    assert old.read_bytes() == before


# --- Fingerprints -------------------------------------------------------------------------------


def test_a_fingerprint_changes_with_the_content(path: Path) -> None:
    first = keeping.fingerprint(path)
    assert first == keeping.fingerprint(path)
    assert first is not None
    assert len(first.rsplit(":", 1)[1]) == 32
    store.review(path, store.read(path).facts[0].id, review="accepted")
    second = keeping.fingerprint(path)
    assert second != first
    about = path.stat()
    with path.open("r+b") as file:  # in place, same size, and the time put back
        file.seek(60)
        file.write(b"X")
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))
    assert keeping.fingerprint(path) != second


def test_a_fingerprint_looks_at_three_places_of_a_large_file(tmp_path: Path) -> None:
    path = tmp_path / "large"
    path.write_bytes(bytes(1_000_000))
    before, about = keeping.fingerprint(path), path.stat()
    for at in (0, 500_000, 999_999):
        with path.open("r+b") as file:
            file.seek(at)
            file.write(b"X")
        os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))
        now = keeping.fingerprint(path)
        assert now != before
        before = now


def test_a_problem_reads_as_one_line() -> None:
    problem = storefile.Problem("facts", "7", "note", "is\nodd")
    assert str(problem) == "note: is odd (facts, row 7)"
