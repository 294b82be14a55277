"""What the commands print of a store in which every text wants to do harm, in every format, and what files get."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sys
import threading
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hostile
import pytest
from conftest import Answer
from markdown_it import MarkdownIt

from cqtui import cli, formats
from cqtui.commands.grammar import COMMANDS, Command
from cqtui.sanitize import clean, clean_line

Ask = Callable[..., Answer]
IS_LONG = "CQTUI_EVERY_PAYLOAD" in os.environ
ARTICLE = "On 1 May 2020, {0} made 64 million {0} laptops in {0}, up 58%.\n\nIts staff is {0} 4,376 {0}.\n"
COMPARED = ("f000", "f001")


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a hostile store, hostile articles, and files of hostile facts."""
    folder = tmp_path_factory.mktemp("shelf")
    hostile.store(folder / "facts.json", hostile.TOGETHER)
    (folder / "articles").mkdir()
    for number, payload in enumerate(hostile.TOGETHER.values()):
        text = ARTICLE.format(hostile.marked(number, payload))
        (folder / "articles" / f"{number:02}.txt").write_bytes(text.encode())
    rows = (json.dumps(row) for row in hostile.rows(hostile.TOGETHER)["facts"])
    (folder / "facts.jsonl").write_text("\n".join(rows), "utf-8")
    bad = [json.dumps({"id": text, "entity": text, text: text, "status": text}) for text in hostile.PAYLOADS.values()]
    (folder / "bad.jsonl").write_text("\n".join([*bad, *hostile.STORABLE.values(), "\x1b[2J{"]), "utf-8")
    return folder


def operands(command: Command, shelf: Path) -> list[list[str]]:
    """What the command is called with, so that it has something to say; fails for an operand not thought of."""
    known: dict[str, list[list[str]]] = {
        "words": [["made"]], "ids": [list(COMPARED)], "file": [[str(shelf / "facts.json")]],
        "script": [[str(shelf / "bad.jsonl")]],
        "shell": [["bash"], ["zsh"], ["fish"]], "files": [[str(shelf / "facts.jsonl")], [str(shelf / "bad.jsonl")]],
    }  # fmt: skip
    if command.name == "ingest":
        return [[str(shelf / "articles")]]
    (name,) = [one.name for one in command.options if not one.flags[0].startswith("-")] or [None]
    if name is None:
        return [[]]
    return known[name] if name in known else pytest.fail(f"{command.name} takes {name}: say here what to give it")


def switches(command: Command) -> Iterator[list[str]]:
    """Nothing, each format, and each switch that changes what is printed."""
    yield []
    for option in command.options:
        if option.name == "format":
            yield from (["--format", one] for one in option.settings["choices"])
        elif option.name == "svg":
            yield ["--svg", "-"]
        elif option.settings.get("action") == "store_true" and option.name not in ("force", "no_mouse"):
            yield [option.flags[0]]
    yield ["--ascii"]


def command_lines(shelf: Path) -> Iterator[list[str]]:
    for command in COMMANDS:
        if command.name in ("kiosk", "serve"):  # Which go on until somebody ends them.
            continue
        for given in operands(command, shelf):
            for more in switches(command):
                to_try = ["--dry-run"] if command.name in ("ingest", "import") and "--dry-run" not in more else []
                yield [command.name, *given, *more, *to_try]
                if command.name == "review":  # Which writes: another time, with nothing to write.
                    break


@pytest.fixture
def own(shelf: Path, tmp_path: Path) -> Path:
    """A copy of the hostile store that may be written, with things set aside beside it."""
    path = tmp_path / "own.json"
    path.write_bytes((shelf / "facts.json").read_bytes())
    rows = [
        {"source": text, "extractor": text, "reason": text, "why": {text: text}, "proposed": [text],
         "fact": {"as_written": text}}
        for text in hostile.STORABLE.values()
    ]  # fmt: skip
    (tmp_path / "own.set-aside.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n", "utf-8")
    return path


class Seen:
    """A terminal that the standard output is put on, and what came out of it."""

    def __init__(self) -> None:
        self._theirs, self._ours = os.openpty()
        self._chunks: list[bytes] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        while True:
            try:
                chunk = os.read(self._theirs, 1 << 16)
            except OSError:
                return
            self._chunks.append(chunk)
            if chunk.endswith(b"\x04\x04\r\n"):
                return

    def printed(self, words: list[str]) -> bytes:
        with os.fdopen(self._ours, "w", encoding="utf-8") as output, pytest.MonkeyPatch.context() as patched:
            patched.setattr(sys, "stdout", output)
            cli.run(words)
            output.write("\x04\x04\n")
        self._reader.join()
        os.close(self._theirs)
        return b"".join(self._chunks).replace(b"\x04\x04\r\n", b"")


def test_of_no_command_in_any_format_anything_gets_out(
    shelf: Path, own: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Into a pipe, and onto a terminal."""
    monkeypatch.setenv("COLUMNS", "100")
    lines = list(command_lines(shelf))
    assert len(lines) > 90
    for words in lines:
        _, out, err = ask("--store", own, *words)
        assert hostile.harm_in(out) is None, words
        assert hostile.harm_in(err) is None, words
        if len(out) < 400_000:
            raw = Seen().printed(["--store", str(own), *words])
            assert hostile.harm_on_the_wire(raw) is None, words


# Formats


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with each payload for itself."""
    return hostile.store(tmp_path_factory.mktemp("full") / "facts.json")


def cleaned(value: Any) -> Any:
    """A row as it is to come out: its text cleaned, and nothing lost."""
    if isinstance(value, dict):
        return {clean(name): cleaned(part) for name, part in value.items()}
    if isinstance(value, list):
        return list(map(cleaned, value))
    return clean(value) if isinstance(value, str) else value


@pytest.mark.parametrize("words", [("export",), ("facts", "--format", "jsonl"), ("facts", "--json")])
def test_json_gives_every_text_back_as_it_is_shown(ask: Ask, full: Path, words: tuple[str, ...]) -> None:
    out = ask("--store", full, *words).out
    rows = json.loads(out) if "--json" in words else list(map(json.loads, out.splitlines()))
    expected = {row["id"]: cleaned(row) for row in hostile.rows()["facts"]}
    assert len(rows) == len(expected)
    for row in rows:
        assert {name: row[name] for name in expected[row["id"]] if name not in ("period", "alternatives")} == {
            name: part for name, part in expected[row["id"]].items() if name not in ("period", "alternatives")
        }


def test_what_is_exported_is_imported_again_unchanged(ask: Ask, full: Path, tmp_path: Path) -> None:
    """Once cleaned, text stays as it is through every format that is read back."""
    path, again = tmp_path / "facts.jsonl", tmp_path / "again.json"
    path.write_text(ask("--store", full, "export").out, "utf-8")
    assert ask("--store", again, "import", path).code == 0
    assert sorted(ask("--store", again, "export").out.splitlines()) == sorted(path.read_text("utf-8").splitlines())


NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?(E[+-]?[0-9]+)?")


@pytest.mark.parametrize("command", ["facts", "conflicts", "targets", "companies", "metrics", "sources"])
def test_no_cell_is_a_formula_to_a_spreadsheet(ask: Ask, full: Path, command: str) -> None:
    """Not as a whole, nor in part where a country's spreadsheets part cells by semicolons; text is not lost."""
    out = ask("--store", full, command, "--format", "csv").out
    rows = list(csv.reader(io.StringIO(out)))
    assert len({len(row) for row in rows}) == 1
    assert len(rows) > 70
    for cell in (cell for row in rows[1:] for cell in row):
        for part in [cell] if NUMBER.fullmatch(cell) else re.split("[;\t\n]", cell):
            assert NUMBER.fullmatch(cell) or part.lstrip(" ")[:1] not in {*"=+-@＝＋－＠"}, cell
    if command == "facts":
        notes = {clean(hostile.marked(number, one)) for number, one in enumerate(hostile.STORABLE.values())}
        assert {row[rows[0].index("note")].replace("'", "") for row in rows[1:]} == {
            note.replace("'", "") for note in notes
        }


@pytest.mark.parametrize(
    ("value", "cell"),
    [("-5", "-5"), ("+1.5E+3", "+1.5E+3"), ("=1", "'=1"), (" =1", "' =1"), ("-5 %", "'-5 %"), ("a;=1", "a;'=1"),
     ("a;b", "a;b"), ("\r=1", "' =1"), ("\t=1", "'\t'=1"), ("a = b", "a = b"), ("＝1", "'＝1"), ("", "")],
)  # fmt: skip
def test_a_number_stays_one_and_a_formula_becomes_text(value: str, cell: str) -> None:
    (_, line) = formats.csv_lines([{"x": value}], ("x",))
    assert next(csv.reader([line]), [""]) == [cell] or line == f'"{cell}"'


COMPARING = ("compare", *COMPARED)


@pytest.mark.parametrize(
    "words",
    [("facts",), ("find", "made"), ("conflicts",), ("targets",), ("companies",), ("metrics",), ("sources",),
     COMPARING, ("timeline",)],
    ids=lambda words: words[0],
)  # fmt: skip
def test_markdown_says_what_the_text_says_and_links_nowhere(ask: Ask, full: Path, words: tuple[str, ...]) -> None:
    """Rendered as GitHub does: no link, image, HTML or emphasis, no cell more, no character less."""
    every = [("f" + str(number).zfill(2) + "0", "f" + str(number).zfill(2) + "1") for number in range(76)]
    lines = [("compare", *pair) for pair in every] if words == COMPARING else [words]
    for line in lines:
        out = ask("--store", full, *line, "--format", "md", *(("--limit", "0") if line[0] == "find" else ())).out
        tokens = MarkdownIt("gfm-like").parse(out)
        kinds = {child.type for token in tokens for child in token.children or ()}
        assert kinds <= {"text", "text_special", "softbreak", "strong_open", "strong_close"}, (kinds, line)
        assert "strong_open" not in kinds or line[0] == "compare"
        assert not {"heading_open", "html_block", "fence", "hr"} & {token.type for token in tokens}
        if line == ("facts",):
            cells = [token.content for token in tokens if token.type == "inline"]
            rendered = ["".join(child.content for child in token.children or ()) for token in tokens if token.children]
            assert len(cells) == 8 * (1 + 3 * len(hostile.STORABLE))
            for number, payload in enumerate(hostile.STORABLE.values()):
                assert re.sub(r"\s+", " ", clean_line(f"5{hostile.marked(number, payload)}")) in {
                    re.sub(r"\s+", " ", one) for one in rendered
                }


def test_a_plot_is_a_picture_and_runs_nothing(ask: Ask, full: Path) -> None:
    out = ask("--store", full, "timeline", "--svg", "-", "--limit", "60").out
    assert "<!" not in out.replace("<![CDATA[", "<!")
    drawn = list(ET.fromstring(out).iter())
    tags = {one.tag.rpartition("}")[2] for one in drawn}
    assert tags <= {"svg", "title", "desc", "style", "rect", "text", "tspan", "path", "line", "circle", "g", "a"} - {
        "a"
    }
    for one in drawn:
        for name, value in one.attrib.items():
            assert not name.lower().startswith("on") and "href" not in name, name
            assert not re.search(r"javascript|url\(|http", value) or name == "xmlns", value
    said = " ".join("".join(one.itertext()) for one in drawn)
    assert "[@click=app.exit()]press[/]" in said
    assert hostile.harm_in(out) is None
