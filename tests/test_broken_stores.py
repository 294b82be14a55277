"""Files that are no stores, or broken ones, put before every command that takes a store: one line that says
what is wrong, where, and what to do; the right exit code; and the file as it was, with nothing beside it.
"""

from __future__ import annotations

import gzip
import io
import os
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import PHONES, Answer
from test_store import BAD_FILES, VALUE, broken, content
from writes import FAILS, attempt, called, prepare_everything

from cqtui import errors, store, storefile
from cqtui.model import fact_id
from cqtui.storefile import Problem, StoreFile

Ask = Callable[..., Answer]
PHONES_ID = fact_id(PHONES)


def zipped(data: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("facts.json", data)
    return file.getvalue()


def with_a_fact_twice(data: bytes) -> bytes:
    row = data.split(b'"facts": {\n  "1": ')[1].split(b"\n")[0]
    return data.replace(b'"facts": {\n', b'"facts": {\n  "9": ' + row + b"\n")


def database(_: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any.sqlite"
        connection = sqlite3.connect(path)
        connection.execute("CREATE TABLE facts (id)")
        connection.commit()
        connection.close()
        return path.read_bytes()


BROKEN: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    **BAD_FILES,
    "fact twice": (with_a_fact_twice, "is also the id of row 9 (facts, row 1)"),
    "Infinity": (broken('"value": 58.0', '"value": -Infinity'), "change.value: -Infinity is not a number (facts"),
    "gzipped": (gzip.compress, "is not UTF-8 text (byte 1)"),
    "zipped": (zipped, ""),
    "a database": (database, ""),
    "Latin-1": (lambda data: data.decode().replace("重庆", "é").encode("latin-1", "replace"), "is not UTF-8 text"),
    "an invalid byte in a text": (lambda data: data.replace(b"mobile phone", b"mobile \xff", 1), "is not UTF-8 text"),
    "text": (content(b'"facts"'), "is text, not a cqtui store"),
    "true": (content(b"true"), "is true or false, not a cqtui store"),
    "null": (content(b"null"), "is null, not a cqtui store"),
    "JSON lines": (content(b'{"meta": 1}\n{"meta": 2}\n'), "is not JSON: extra data (line 2, column 1)"),
    "a comment": (lambda data: b"// mine\n" + data, "is not JSON"),
    "a comma too many": (broken('"meta": {', '"meta": {,'), "is not JSON"),
    "one key twice at the top": (content(b'{"meta": {}, "meta": {}}'), "the key 'meta' stands twice (at the top)"),
    "meta a list": (content(b'{"meta": [1]}'), 'no table "meta" that gives a schema'),
    "no schema": (content(b'{"meta": {"1": {"title": "x"}}}'), 'no table "meta" that gives a schema'),
    "schema true": (broken('"schema": 1', '"schema": true'), "the schema must be a whole number"),
    "far newer": (broken('"schema": 1', '"schema": 99'), "made by a newer cqtui (schema 99; this one reads up to 1)"),
    "two stores in one": (broken('"1": {"schema"', '"2": {}, "1": {"schema"'), "meta may hold a schema and a title"),
    "a title that is none": (broken('"title": "', '"title": 1, "tite": "'), "meta may hold a schema and a title"),
    "minus infinity": (broken(VALUE, '"value": -Infinity'), "value: -Infinity is not a number (facts, row 1)"),
    "61 digits behind the point": (broken(VALUE, '"value": 0.' + "1" * 61), "more than 60 digits"),
    "half a character in a key": (broken('"status": "actual"', '"\\ud83d": 1'), "lone surrogate) (facts, row 1)"),
    "text for a number": (broken(VALUE, '"value": "many"'), "value: "),
    "a list for a text": (broken('"as_written": "18.9 million"', '"as_written": ["18.9"]'), "as_written: "),
    "a day that is none": (broken('"start": "2019-01-01"', '"start": "2019-02-30"'), "period.start: "),
}
"""What is done to a sound store, and what the refusal says."""

READING = (("facts",), ("check",), ("show", "a"), ("export",))
WRITING = (("review", "a", "--accept"), ("import", "FOLDER/new.jsonl"))
INGESTING = ("ingest", "FOLDER/article.jsonl", "--extractor", "langextract")
INGESTED = ("empty", "cut in half", "newer", "gzipped")
"""Broken stores that ingest meets, too; it takes long to begin."""


@pytest.fixture
def sound(store_path: Path, tmp_path: Path) -> Path:
    """A sound store alone in a folder; what may be added to it is in another."""
    (tmp_path / "given").mkdir()
    prepare_everything(tmp_path / "given")
    (tmp_path / "alone").mkdir()
    return Path(shutil.copy(store_path, tmp_path / "alone" / "store.json"))


def asked(ask: Ask, path: Path, words: tuple[str, ...]) -> Answer:
    given = [word.replace("FOLDER", str(path.parent.with_name("given"))) for word in words]
    return ask("--store", path, *given)


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_store_is_refused_by_every_command_in_one_line_and_left_alone(
    ask: Ask, sound: Path, kind: str
) -> None:
    damage, says = BROKEN[kind]
    data = damage(sound.read_bytes())
    sound.write_bytes(data)
    for words in (*READING, *WRITING, *([INGESTING] if kind in INGESTED else ())):
        code, out, err = asked(ask, sound, words)
        if words == ("check",) and out:
            assert (code, err) == (65, "") and says in out, (words, out)
            continue
        assert (code, out, err.count("\n")) == (65, "", 1), (words, code, out, err)
        assert err.startswith(f"cqtui: {sound}: ") and "; " in err and says in err, (words, err)
        assert err[:-1].isprintable()
    assert ask("restore", sound).code == 66
    assert sound.read_bytes() == data
    assert {path.name for path in sound.parent.iterdir()} <= {"store.json", ".store.json.lock"}


def test_there_are_many_kinds() -> None:
    assert len(BROKEN) >= 60


# --- What is no file ----------------------------------------------------------------------------


def _circle(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


def _replaced_by(make: Callable[[Path], object]) -> Callable[[Path], None]:
    def replaced(path: Path) -> None:
        path.unlink()
        make(path)

    return replaced


NO_FILE: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (Path.unlink, "no such file"),
    "a directory": (_replaced_by(Path.mkdir), "is a directory"),
    "a pipe": (_replaced_by(os.mkfifo), "is not a regular file"),
    "an endless device": (_replaced_by(lambda path: path.symlink_to("/dev/zero")), "is not a regular file"),
    "a circle of links": (_circle, ""),
    "a link to nowhere": (_replaced_by(lambda path: path.symlink_to("nowhere")), "no such file"),
}


@pytest.mark.parametrize("kind", NO_FILE)
def test_what_is_no_file_is_no_input_to_any_command(ask: Ask, sound: Path, kind: str) -> None:
    make, says = NO_FILE[kind]
    make(sound)
    there = os.path.lexists(sound)
    for words in READING + (WRITING if there else WRITING[:1]):
        code, out, err = asked(ask, sound, words)
        assert (code, out, err.count("\n")) == (66, "", 1), (words, code, out, err)
        assert err.startswith(f"cqtui: {sound}: ") and "; " in err and says in err and err[:-1].isprintable()
    assert os.path.lexists(sound) == there
    assert {path.name for path in sound.parent.iterdir()} <= {"store.json"}, "opening for reading creates nothing"


@pytest.fixture
def public(store_path: Path) -> Iterator[Path]:
    """A store in a folder that anybody may go to."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield Path(shutil.copy(store_path, folder / "store.json"))
        folder.chmod(0o755)


def as_nobody(step: Callable[[], object]) -> tuple[int, str]:
    """Exit code and complaint of what root does without its powers."""

    def do(folder: Path) -> int:
        if os.geteuid() == 0:
            os.setresgid(65534, 65534, 65534)
            os.setresuid(65534, 65534, 65534)
        return called(lambda _: step())(folder)

    import filelock

    assert filelock  # Loaded before a child is made that may not read it any more.
    with tempfile.TemporaryDirectory() as said:
        done = attempt(do, Path(said) / "any")
    return done.code, done.err


def test_a_file_that_may_not_be_read_is_no_input(public: Path) -> None:
    public.chmod(0o000)
    code, err = as_nobody(lambda: store.read(public))
    assert (code, err) == (66, f"cqtui: {public}: cannot be read: Permission denied; check its permissions\n")


@pytest.mark.parametrize("guarded", ["file", "folder"])
def test_a_store_that_may_not_be_written_is_told_with_73(public: Path, guarded: str) -> None:
    before = public.read_bytes()
    public.chmod(0o444 if guarded == "file" else 0o666)
    public.parent.chmod(0o777 if guarded == "file" else 0o555)
    code, err = as_nobody(lambda: store.review(public, PHONES_ID, review="accepted"))
    assert (code, err) == (
        73, f"cqtui: {public}: not written: Permission denied; check the directory and its permissions\n",
    )  # fmt: skip
    assert public.read_bytes() == before
    assert not [path for path in public.parent.iterdir() if path.name.endswith(".tmp")]


def test_a_disk_that_fails_is_told_with_74(sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bytes:
        raise OSError(FAILS.number, "Input/output error")

    monkeypatch.setattr(Path, "read_bytes", fail)
    with pytest.raises(errors.CqtuiError, match="cannot be read: Input/output error; check the disk") as failure:
        store.read(sound)
    assert failure.value.exit_code == 74


# --- Exactly ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "digits",
    ["0.1", "1.10", "58.0", "-0", "0.30000000000000004", "9007199254740993", "18446744073709551617", "1" * 60,
     "0." + "1" * 59, "123456789012345678901234567890.123456789012345678901234567890"],
)  # fmt: skip
def test_a_number_goes_through_store_export_and_import_digit_by_digit(
    ask: Ask, sound: Path, tmp_path: Path, digits: str
) -> None:
    sound.write_text(sound.read_text().replace(VALUE, f'"value": {digits}', 1))
    exported, copy = tmp_path / "out.jsonl", tmp_path / "copy.json"
    assert asked(ask, sound, ("export", "-o", str(exported))).code == 0
    assert f'"value": {digits},' in exported.read_text()
    assert asked(ask, copy, ("import", str(exported))).code == 0
    assert f'"value": {digits},' in copy.read_text()
    assert Decimal(digits) in [fact.value for fact in store.read(copy).facts]
    assert asked(ask, sound, ("review", PHONES_ID, "--note", "seen")).code == 0
    assert f'"value": {digits},' in sound.read_text()


# --- What is told of a row ----------------------------------------------------------------------


def file_of(path: Path) -> StoreFile:
    return storefile.load(path)


def problems(path: Path) -> list[str]:
    return [str(value) for _, _, value in storefile.examined(file_of(path)) if isinstance(value, Problem)]


def test_a_problem_names_its_field_its_row_and_its_table_as_far_as_it_has_them() -> None:
    assert str(Problem("facts", "7", "note", "is odd")) == "note: is odd (facts, row 7)"
    assert str(Problem("facts", "7", None, "is odd")) == "is odd (facts, row 7)"
    assert str(Problem("units", "", None, "is odd")) == "is odd (units)"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ('{"id": "x", "name": "\\ud800"}', "name: the text has half a character (a lone surrogate) (entities, row 9)"),
        ('{"id": "x", "name": "\\udfff"}', "name: the text has half a character (a lone surrogate) (entities, row 9)"),
        ('{"id": "x", "name": "\ue000 \\ud83d\\ude00"}', None),
        ('{"id": "x", "name": "x", "Xtra": NaN}', "Xtra: NaN is not a number (entities, row 9)"),
        ('{"id": "x", "aliases": ["a", NaN]}', "aliases.1: NaN is not a number (entities, row 9)"),
        ('{"id": "x", "aliases": {"a": {"b": NaN}}}', "aliases.a.b: NaN is not a number (entities, row 9)"),
        ("[NaN]", "0: NaN is not a number (entities, row 9)"),
        ('{"id": "x", "\\ud83d": 1}', "the text has half a character (a lone surrogate) (entities, row 9)"),
        ('{"id": "x", "a": {"\\ud83d": 1}}', "a: the text has half a character (a lone surrogate) (entities, row 9)"),
        ("NaN", "NaN is not a number (entities, row 9)"),
        ("null", "is null, not an object (entities, row 9)"),
        ("true", "is true or false, not an object (entities, row 9)"),
        ('"x"', "is text, not an object (entities, row 9)"),
        ("[]", "is a list, not an object (entities, row 9)"),
        ("1", "is a number, not an object (entities, row 9)"),
    ],
)
def test_what_is_wrong_with_a_row_is_told_exactly(sound: Path, row: str, told: str | None) -> None:
    text = sound.read_text().replace('  "1": {"id": "china"', f'  "9": {row},\n  "1": {{"id": "china"', 1)
    sound.write_text(text, "utf-8")
    assert problems(sound)[:1] == ([told] if told else [])


@pytest.mark.parametrize("key", ["", "01", "-1", "1.0", "one", "9" * 19, "a long one" * 9])
def test_a_row_has_a_number_for_a_key(sound: Path, key: str) -> None:
    row = '{"id": "china", "name": "China"}'
    sound.write_text(
        sound.read_text().replace('  "1": {"id": "china"', f'  "{key}": {row},\n  "1": {{"id": "chinb"', 1)
    )
    assert problems(sound)[0] == f"the row's key is not a number (entities, row {key[:40] or chr(39) * 2})"


def test_only_what_a_review_is_about_is_validated(sound: Path) -> None:
    """Others are carried over as they stand, wrong as they may be."""
    text = sound.read_text()
    lines = [line for line in text.split("\n") if '"as_written": "4,376"' in line]
    wrong = lines[0].replace('"status": "actual"', '"status": "hoped"')
    sound.write_text(text.replace(lines[0], wrong))
    store.review(sound, PHONES_ID, review="accepted")
    assert wrong in sound.read_text()
    staff = wrong.split('"id": "')[1].split('"')[0]
    for id in ("", staff):  # One without an id may be the one that is meant.
        sound.write_text(sound.read_text().replace(f'"id": "{staff}"', f'"id": "{id}"'))
        with pytest.raises(errors.BadData, match="status: "):
            store.review(sound, PHONES_ID if not id else staff, review="rejected")
        sound.write_text(sound.read_text().replace('"id": ""', f'"id": "{staff}"'))


def test_an_id_is_looked_for_as_it_reads_when_cleaned(sound: Path) -> None:
    sound.write_text(sound.read_text().replace(f'"id": "{PHONES_ID}"', '"id": "evil\\u001b"'))
    assert store.review(sound, "evil␛", review="accepted").id == "evil␛"
