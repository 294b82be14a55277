"""Look-ups: what is answered before the program is loaded is answered as the whole program would."""

from __future__ import annotations

import io
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from conftest import Answer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import contents, ids, words

from cqtui import cli, config, lookup, model, store
from cqtui.commands import grammar
from cqtui.index import keeping
from cqtui.lookup import line as reading
from cqtui.opening import open_index
from cqtui.store import Contents
from cqtui.view import GROUP_WORDS, SORTS

LOADED_LATE = {
    "argparse", "dataclasses", "datetime", "decimal", "json", "pathlib", "pydantic", "re", "rich", "simplejson",
    "sqlite3", "textual", "tinydb", "typing",
}  # fmt: skip


@pytest.fixture
def indexed(two_briefs: Path) -> Path:
    """The store of two briefs, with its index kept."""
    open_index(two_briefs, cache=config.cache_folder()).close()
    return two_briefs


def quickly(command: list[str]) -> Answer | None:
    """How a command line is looked up; None if it is left to the whole program."""
    return answered(cli._looked_up, command)


def wholly(command: list[str]) -> Answer:
    found = answered(cli._commanded, command)
    assert found
    return found


def answered(by: Any, command: list[str]) -> Answer | None:
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8", newline=""), io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        code = by(command)
    out.flush()
    text = out.buffer.getvalue().decode("utf-8")  # type: ignore[attr-defined]
    if code is None:
        assert text == "", "what is left to others must not have begun"
        return None
    return Answer(code, text, err.getvalue())


PLAIN = [
    "find oppo", "find oppo --json", "find oppo phones 2019 --format jsonl", "find 18.9 --json", "find 手机",
    "find % --json", "find laptops --limit 3", "find a --limit 3 --json", "find million --limit 0",
    "find chongqing --company Chongqing --parts --json", "find in --since 2019 --until 2020",
    "facts", "facts --json", "facts --company OPPO", "facts --company oppo --company Chongqing --format=jsonl",
    "facts --metric 'output volume' --item laptop",
    "facts --item 'mobile phone' --metric shipments --json", "facts --place chongqing --json",
    "facts --status target --status plan", "facts --review accepted --json", "facts --find laptop --sort largest",
    "facts --group company --sort newest --json", "facts --group source", "facts --since 2019 --limit 4 --json",
    "companies", "companies --json", "metrics --json", "metrics --format jsonl", "sources", "sources --json",
    "--no-color find oppo",
]  # fmt: skip


@pytest.mark.parametrize("command", PLAIN)
def test_a_plain_question_is_looked_up_and_answered_as_by_the_whole_program(indexed: Path, command: str) -> None:
    words = ["--store", str(indexed), *shlex.split(command)]
    found = quickly(words)
    assert found is not None
    assert found == wholly(words)
    assert (found.code, found.out == "") == (0, False)


def test_facts_are_shown_by_their_ids(indexed: Path) -> None:
    all_ids = [fact.id for fact in store.read(indexed).facts]
    for command in (
        *(["show", id, "--json"] for id in all_ids), ["show", *all_ids[:3], "--json"],
        ["show", all_ids[0][:5], "--json"],
        ["show", *all_ids[:2], all_ids[0], "--format", "jsonl"],
    ):  # fmt: skip
        words = ["--store", str(indexed), *command]
        found = quickly(words)
        assert found is not None
        assert found == wholly(words)


@pytest.mark.parametrize(
    "command",
    [
        "find", "find oppo --nonsense", "find nosuchthing", "facts --company nosuch", "facts more",
        "find oppo --format csv",
        "find oppo --format md", "find oppo --json --format jsonl", "facts --since 2019-06", "facts --limit x",
        "facts --since 2020 --until 2019", "facts --source brief", "show k", "show x --json",
        "companies --company OPPO",
        "find oppo --json=yes", "find -- oppo", "find oppo --ascii", "--company OPPO facts", "facts --status wrong",
        "check", "timeline", "", "help find", "find --help", "--version", "facts --sort", "facts --find --json",
    ],
)  # fmt: skip
def test_what_is_out_of_the_ordinary_is_left_to_the_whole_program(indexed: Path, command: str) -> None:
    assert quickly(["--store", str(indexed), *command.split()]) is None


def test_without_an_index_that_fits_the_whole_program_makes_one(indexed: Path, tmp_path: Path) -> None:
    path = tmp_path / "own.json"
    path.write_bytes(indexed.read_bytes())
    words = ["--store", str(path), "find", "oppo", "--json"]
    assert quickly(words) is None
    expected = wholly(words)
    assert quickly(words) == expected
    store.review(path, store.read(path).facts[0].id, review="rejected")
    assert quickly(words) is None
    wholly(words)
    assert quickly(words) is not None
    Path(keeping.place(path, config.cache_folder())).write_bytes(b"no index")
    assert quickly(words) is None


def test_a_table_on_a_terminal_or_in_another_character_set_is_left_to_the_whole_program(
    indexed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Screen(io.StringIO):
        encoding = "utf-8"

        def isatty(self) -> bool:
            return True

    words = ["--store", str(indexed), "find", "oppo"]
    monkeypatch.setattr(sys, "stdout", Screen())
    assert lookup.answered(words) is None
    assert lookup.answered([*words, "--json"]) == 0
    monkeypatch.setenv("TERM", "dumb")
    assert lookup.answered(words) == 0
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), "latin-1"))
    assert lookup.answered(words) is None


@pytest.mark.parametrize("variable", reading._SETTINGS)
def test_settings_of_the_environment_are_for_the_whole_program(
    indexed: Path, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, "yes")
    assert quickly(["--store", str(indexed), "find", "oppo"]) is None


# The same grammar


def test_its_options_are_those_of_the_grammar() -> None:
    for command, flags in reading.OPTIONS.items():
        known = {
            flag: option
            for option in (*grammar.BY_NAME[command].options, *grammar.COMMON)
            for flag in option.flags
            if flag.startswith("-")
        }
        for flag, name in flags.items():
            option = known[flag]
            assert option.name == name
            assert (option.settings.get("action") == "store_true") == (name in reading.SWITCHES)
            assert (option.settings.get("action") == "append") == (name in reading.REPEATED)
            if choices := option.settings.get("choices"):
                assert set(reading.CHOICES[name]) <= set(choices)
    assert reading.CHOICES["sort"] == SORTS
    assert reading.CHOICES["group"] == tuple(GROUP_WORDS)
    assert reading.CHOICES["status"] == get_args(model.Status)
    assert reading.CHOICES["review"] == get_args(model.Review)
    settings = {one.name for one in config.fields(config.Settings)}
    assert {one.metadata["variable"] for one in config.fields(config.Settings)} == {
        None, "CQTUI_STORE", *reading._SETTINGS,
    }  # fmt: skip
    assert set(reading._KNOWN) <= settings


FLAGS = sorted({flag for flags in reading.OPTIONS.values() for flag in flags})
command_lines = st.lists(
    st.one_of(
        st.sampled_from([*reading.OPTIONS, *FLAGS]),
        st.sampled_from(["2019", "oppo", "shipments", "json", "jsonl", "table", "1", "-", "--"]),
        st.builds("{}={}".format, st.sampled_from(FLAGS), st.sampled_from(["oppo", "2019", "json", "", "1"])),
    ),
    max_size=6,
)  # fmt: skip


@given(command_lines)
@settings(max_examples=600, suppress_health_check=list(HealthCheck))
def test_what_it_reads_the_grammar_reads_likewise(words: list[str]) -> None:
    try:
        line = reading.read(words)
    except reading.Declined:
        return
    try:
        parsed = vars(grammar.parse(words))
    except cli.CqtuiError:  # A limit or a day that is none is refused when it is looked at.
        assert {"limit", "since", "until"} & line.options.keys()
        return
    assert parsed.pop("command") == line.command
    operands = next((parsed.pop(name) for name in ("words", "ids") if name in parsed), [])
    assert operands == line.operands
    assert parsed.keys() == line.options.keys()
    for name, value in parsed.items():
        if name not in ("limit", "since", "until"):
            assert value == line.options[name]


# Any store


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield tmp_path_factory.mktemp("stores")


@given(kept=contents(most=6), name=ids, text=words, number=st.integers(0, 10**6))
@settings(max_examples=120, suppress_health_check=list(HealthCheck))
def test_any_store_is_looked_up_as_the_whole_program_answers(
    folder: Path, kept: Contents, name: str, text: str, number: int
) -> None:
    path = folder / "any.json"
    path.unlink(missing_ok=True)
    store.create(path, title=kept.title)
    store.append(
        path, sources=kept.sources, entities=kept.entities, metrics=kept.metrics, items=kept.items, units=kept.units,
        facts=kept.facts,
    )  # fmt: skip
    open_index(path, cache=config.cache_folder()).close()
    formats = (["--json"], ["--format", "jsonl"], [])
    commands = [
        ["facts"], ["facts", "--group", "company", "--sort", "name"],
        ["facts", "--group", "source", "--sort", "largest"],
        ["facts", "--company", name, "--parts"], ["facts", "--item", name], ["facts", "--find", text],
        ["find", text], ["find", name], ["find", name, "--limit", str(number % 3)], ["companies"], ["metrics"],
        ["sources"], *(["show", fact.id] for fact in kept.facts),
    ]  # fmt: skip
    for at, command in enumerate(commands):
        command = ["--store", str(path), *command, *formats[(at + number) % 3]]
        found = quickly(command)
        if found is not None:
            assert found == wholly(command)
    if kept.facts:
        assert quickly(["--store", str(path), "facts", "--json"]) is not None


# Settings


plain_lines = st.lists(
    st.one_of(
        st.sampled_from(
            ['store = "a.json"', "read_only = true", "mouse=false", "# a comment", "", '  theme = "x y"  ', "[keys]",
             'store = "~/b # c.json"', 'store = "a\\tb"', "store = 'a'", "ascii = true", "nonsense = 1", "store = 3",
             'store = "a" # why', 'mouse = "yes"', 'store = ""', 'store = """a"""', 'store = "a', "x"]
        ),
        st.text(max_size=12),
    ),
    max_size=4,
)  # fmt: skip


@given(plain_lines)
@settings(max_examples=300, suppress_health_check=list(HealthCheck))
def test_a_configuration_is_read_as_toml_or_left_to_the_whole_program(folder: Path, lines: list[str]) -> None:
    file = folder / "config.toml"
    file.write_bytes("\n".join(lines).encode("utf-8", "replace"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CQTUI_CONFIG", str(file))
        try:
            found = reading._configured_store()
        except reading.Declined:
            return
        loaded = config.load()
    assert found == tomllib.loads(file.read_text("utf-8")).get("store")
    assert not loaded.ascii


def test_the_store_is_the_named_the_configured_the_own_or_the_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def chosen(*words: str) -> tuple[str, str]:
        line = reading.read([*words, "facts"])
        given = config.load()
        if words:
            given = config.replace(given, store=Path(words[1]).expanduser())
        return line.store, str(config.choose_store(given).path)

    assert len(set(chosen())) == 1
    config.user_store().parent.mkdir(parents=True)
    config.user_store().write_text("{}")
    assert chosen() == (str(config.user_store()),) * 2
    config.config_file().parent.mkdir(parents=True)
    config.config_file().write_text('store = "~/configured.json"\nread_only = true\n')
    assert chosen() == (str(Path("~/configured.json").expanduser()),) * 2
    monkeypatch.setenv("CQTUI_STORE", str(tmp_path / "named.json"))
    assert chosen() == (str(tmp_path / "named.json"),) * 2
    assert chosen("--store", "~/there.json") == (str(Path("~/there.json").expanduser()),) * 2


# As a process


@pytest.mark.parametrize("command", ["find oppo", "find oppo --json", "facts --company OPPO", "companies", "sources"])
def test_a_look_up_loads_nothing_that_takes_longer_than_it(indexed: Path, command: str) -> None:
    code = "import sys\nfrom cqtui import cli\nassert cli.run(sys.argv[1:]) == 0\nprint(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-S", "-c", code, "--store", indexed, *command.split()],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    loaded = {name.partition(".")[0] for name in done.stderr.split()}
    assert "cqtui" in loaded
    assert not loaded & LOADED_LATE


def test_a_closed_pipe_ends_it_quietly(indexed: Path) -> None:
    done = subprocess.run(
        ["bash", "-c", 'set -o pipefail; "$@" | true', "bash", sys.executable, "-m", "cqtui", "--store", indexed,
         "facts", "--json"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode in (0, 141)
    assert done.stderr == ""
