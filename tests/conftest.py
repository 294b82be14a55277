"""What all tests share: an environment of their own, a small store, the shipped store, the commands."""

from __future__ import annotations

import difflib
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest
import twobriefs
from hypothesis import HealthCheck, settings
from terminal import EXPLORER, WIDE, Start, Terminal

from cqtui import cli, store
from cqtui.model import Change, Entity, Evidence, Fact, Item, Metric, Period, Source, Unit

settings.register_profile("cqtui", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("cqtui")  # A busy machine is no failure.
REPOSITORY = Path(__file__).parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-goldens", action="store_true", help="write the goldens/*.txt anew")


@pytest.fixture(autouse=True)
def environment(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test's own: none of the user's settings, stores or caches are seen or touched."""
    home = tmp_path_factory.mktemp("home")
    for variable in list(os.environ):
        if variable.startswith(("CQTUI_", "TEXTUAL", "XDG_", "_ARC", "COMP_")):
            monkeypatch.delenv(variable)
    monkeypatch.setenv("HOME", str(home))
    for variable in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{variable}_HOME", str(home / variable.lower()))
    monkeypatch.setenv("PYTHONPATH", str(REPOSITORY))
    monkeypatch.setenv("PYTHONUTF8", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    for variable in ("NO_COLOR", "COLUMNS", "LINES"):
        monkeypatch.delenv(variable, raising=False)
    return home


# The program on a terminal


@pytest.fixture(scope="session")
def warm_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache of indexes that all tests share, so that only the first builds one."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def environ(environment: Path, warm_cache: Path, two_briefs: Path) -> dict[str, str]:
    """The whole environment of the program, of someone whose own store is that of the two briefs."""
    own = environment / "data" / "cqtui" / "facts.json"
    own.parent.mkdir(parents=True)
    shutil.copy(two_briefs, own)
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "PYTHONPATH")}
    home = {name: value for name, value in os.environ.items() if name.startswith("XDG_")}
    return {
        **kept, **home, "HOME": str(environment), "LANG": "C.UTF-8", "TERM": "xterm-256color",
        "XDG_CACHE_HOME": str(warm_cache), "BROWSER": "true", "TMPDIR": str(environment),
    }  # fmt: skip


@pytest.fixture
def start(environ: dict[str, str], tmp_path: Path) -> Iterator[Start]:
    """Starts the explorer (on the store of two briefs, where `words` name no other) and waits for its screen."""
    started: list[Terminal] = []

    def begin(
        *words: object, size: tuple[int, int] = WIDE, ready: str = "Companies", env: dict[str, str] | None = None,
        command: tuple[str, ...] = EXPLORER, typed: str = "", answers: bool = True,
    ) -> Terminal:  # fmt: skip
        terminal = Terminal(
            [*command, *map(str, words)], size=size, env={**environ, **(env or {})}, cwd=tmp_path, typed=typed,
            answers=answers,
        )  # fmt: skip
        started.append(terminal)
        if ready:
            terminal.wait_for(ready)
        return terminal

    yield begin
    for terminal in started:
        terminal.__exit__()


# Its commands


class Answer(NamedTuple):
    """How a command line was answered."""

    code: int
    out: str
    err: str


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """Runs a command line in this process; its output is no terminal."""

    def asked(*words: object) -> Answer:
        capsys.readouterr()
        code = cli.run([str(word) for word in words])
        out, err = capsys.readouterr()
        return Answer(code, out, err)

    return asked


# Stores


@pytest.fixture
def shipped() -> Path:
    """The store that ships with the program."""
    return twobriefs.SHIPPED


@pytest.fixture(scope="session")
def two_briefs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small store cut out of the one that ships, which stays as it is when more ships; only ever read."""
    path = tmp_path_factory.mktemp("two-briefs") / "facts.json"
    path.write_bytes(store.serialize(twobriefs.contents()))
    return path


TEXT = """\
The makers

[¶ 2] OPPO ties handsets and parts together. In 2019 it shipped 18.9 million phones, up 58%. It employs 4,376.

[¶ 3] The city means to make 20 million laptops in 2020, after over 64 million in 2019."""


def evidence(figure: str, sentence: str, paragraph: int) -> Evidence:
    start = TEXT.index(figure, TEXT.index(sentence))
    return Evidence(source="press", paragraph=paragraph, start=start, end=start + len(figure), sentence=sentence)


def a_year(number: int) -> Period:
    return Period(start=date(number, 1, 1), end=date(number, 12, 31), basis="year")


PHONES = Fact(
    entity="oppo", metric="shipments", item="mobile phone", place="chongqing",
    value=Decimal("18900000"), unit="unit", as_written="18.9 million", period=a_year(2019),
    change=Change(kind="percent", value=Decimal("58.0"), against="previous year"),
    evidence=evidence("18.9 million", "In 2019 it shipped 18.9 million phones, up 58%.", 2),
)  # fmt: skip
STAFF = Fact(
    entity="oppo", metric="employees", place="chongqing", value=Decimal(4376), unit="person",
    as_written="4,376", period=Period(end=date(2019, 12, 31), basis="as-of", stated=False),
    evidence=evidence("4,376", "It employs 4,376.", 2),
)  # fmt: skip
_LAPTOPS = "The city means to make 20 million laptops in 2020, after over 64 million in 2019."
TARGET = Fact(
    entity="chongqing", metric="output volume", item="laptop", place="chongqing", value=Decimal("20000000"),
    unit="unit", as_written="20 million", period=a_year(2020), status="target",
    evidence=evidence("20 million", _LAPTOPS, 3), review="accepted",
)  # fmt: skip
LAPTOPS = Fact(
    entity="chongqing", metric="output volume", item="laptop", place="chongqing", value=Decimal("64000000"),
    unit="unit", bound="over", as_written="over 64 million", period=a_year(2019),
    evidence=evidence("over 64 million", _LAPTOPS, 3),
)  # fmt: skip


@pytest.fixture
def store_path(tmp_path: Path) -> Path:
    """A store of four facts from one source: OPPO's phones and staff, a city's laptops and its target."""
    path = tmp_path / "small.json"
    store.create(path, title="A small store")
    store.append(
        path,
        sources=[Source(id="press", title="A Report", publisher="iChongqing", published=date(2020, 5, 22), text=TEXT)],
        entities=[
            Entity(id="china", name="China", kind="place"),
            Entity(id="chongqing", name="Chongqing", kind="place", part_of="china", aliases=("重庆",)),
            Entity(id="oppo", name="OPPO", kind="company", aliases=("Guangdong OPPO",)),
        ],
        metrics=[
            Metric(id="shipments", label="Shipments", dimension="count"),
            Metric(id="output volume", label="Output volume", dimension="count"),
            Metric(id="employees", label="Employees", dimension="count", nature="stock"),
        ],
        items=[
            Item(id="mobile phone", label="mobile phone", aliases=("手机",)),
            Item(id="laptop", label="laptop"),
        ],
        units=[
            Unit(id="unit", label="unit", dimension="count"),
            Unit(id="person", label="person", plural="people", dimension="count"),
        ],
        facts=[PHONES, STAFF, TARGET, LAPTOPS],
    )
    return path


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a text with `goldens/NAME.txt` beside the test's file, line by line."""

    def compare(name: str, text: str) -> None:
        path = request.path.parent / "goldens" / f"{name}.txt"
        if request.config.getoption("--rewrite-goldens"):
            path.write_text(text, "utf-8")
        expected = path.read_text("utf-8") if path.exists() else ""
        if text != expected:
            changes = difflib.unified_diff(expected.splitlines(), text.splitlines(), path.name, "now", n=1, lineterm="")
            hint = "If it is right: pytest --rewrite-goldens"
            pytest.fail("\n".join(("", *changes, hint)), pytrace=False)

    return compare
