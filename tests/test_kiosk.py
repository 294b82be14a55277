"""What a visitor of a kiosk may ask, and all that is refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import pytest

from cqtui.commands import grammar, kiosk
from cqtui.commands.asking import Asked
from cqtui.errors import UsageError

OWNER = Asked(Namespace(command="kiosk", store="facts.json", theme="cqtui-light"))


def visited(words: str, owner: Asked = OWNER) -> Asked:
    return kiosk.visitor(owner, {"SSH_ORIGINAL_COMMAND": words})


@pytest.mark.parametrize(
    ("words", "command"),
    [("", None), ("cqtui", None), ("--at find=oppo", None), ("--company OPPO --json", None),
     ("find 'oppo phones'", "find"), ("cqtui find oppo --json", "find"),
     ("timeline laptops --plot --svg -", "timeline"), ("export", "export")],
)  # fmt: skip
def test_what_reads_the_store_is_answered(words: str, command: str | None) -> None:
    asked = visited(words)
    assert asked.option("command") == command
    assert asked.settings.read_only
    assert asked.settings.store == Path("facts.json")


@pytest.mark.parametrize(
    "words",
    [
        "ingest /etc/passwd", "import /etc/passwd", "check", "check /etc/passwd", "review k3 --accept", "set-aside",
        "completion bash", "kiosk", "facts --store /etc/passwd", "--store /etc/passwd", "find oppo --store=/etc/passwd",
        "export -o /tmp/x", "export --output=/tmp/x", "export --force", "timeline --svg x.svg", "timeline --svg=/tmp/x",
        "sh -c id", "/usr/lib/openssh/sftp-server", "internal-sftp", "scp -t /tmp", "rsync --server . /tmp", "\"", "'",
        "find 'oppo", "find \\", "-- ", "cqtui cqtui", "find " + "x" * kiosk.LONGEST,
    ],
)  # fmt: skip
def test_all_else_is_refused(words: str) -> None:
    with pytest.raises(UsageError):
        visited(words)


@pytest.mark.parametrize(
    ("words", "sought"),
    [
        ("find oppo; touch x", ["oppo;", "touch", "x"]),
        ("find $(touch x)", ["$(touch", "x)"]),
        ("find `touch x`", ["`touch", "x`"]),
        ("find oppo | sh", ["oppo", "|", "sh"]),
        ("find oppo\ntouch x", ["oppo", "touch", "x"]),
        ("find *", ["*"]),
    ],
)
def test_what_a_shell_would_act_on_is_but_words_to_search_for(words: str, sought: list[str]) -> None:
    assert visited(words).option("words") == sought


def test_every_option_was_thought_about() -> None:
    """An option that is added to a command is refused until it is listed, or listed here."""
    refused = {"store", "svg", "force", "output"}
    for command in map(grammar.BY_NAME.__getitem__, kiosk.COMMANDS):
        names = {option.name for option in (*command.options, *grammar.COMMON)}
        assert names - kiosk.OPTIONS <= refused, command.name
    assert {option.name for option in (*grammar.EXPLORER, *grammar.COMMON)} - kiosk.OPTIONS == {
        "store",
        "record",
        "record_input",
    }
    for name in kiosk.COMMANDS:
        assert grammar.BY_NAME[name].run.split(":")[0] in ("reading", "weighing", "counting", "timeline", "writing")


def test_a_visitors_own_looks_come_before_the_owners() -> None:
    assert visited("").settings.theme == "cqtui-light"
    assert visited("--theme cqtui-dark").settings.theme == "cqtui-dark"


def test_nothing_of_a_clients_environment_counts() -> None:
    environ = {
        "SSH_ORIGINAL_COMMAND": "", "TERM": "xterm", "LC_ALL": "C", "LANG": "C.UTF-8", "HOME": "/home/kiosk",
        "PATH": "/bin", "CQTUI_STORE": "/etc/passwd", "CQTUI_CONFIG": "/tmp/x", "TEXTUAL_LOG": "/tmp/x",
        "XDG_CONFIG_HOME": "/tmp", "TMUX": "x",
        "PYTHONPATH": "/tmp", "BROWSER": "sh", "EDITOR": "sh", "PAGER": "sh", "_ARGCOMPLETE": "1",
    }  # fmt: skip
    kiosk.visitor(OWNER, environ)
    assert set(environ) == {"TERM", "LC_ALL", "LANG", "HOME", "PATH"}


def test_the_command_answers_from_the_owners_store(shipped: Path) -> None:
    answer = session(shipped, "find oppo phones --json")
    (row,) = json.loads(answer.stdout)
    assert row["value"] == 18_900_000
    refused = session(shipped, "ingest x.txt")
    assert (refused.returncode, refused.stdout) == (64, "")
    assert refused.stderr.startswith("cqtui: ingest: not offered here; there are find, ")
    assert refused.stderr.count("\n") == 1


def session(store: Path, asked: str) -> subprocess.CompletedProcess[str]:
    """As sshd would run it, in a process of its own: it empties its environment."""
    return subprocess.run(
        [sys.executable, "-m", "cqtui", "--store", store, "kiosk"], env={**os.environ, "SSH_ORIGINAL_COMMAND": asked},
        capture_output=True, text=True, stdin=subprocess.DEVNULL,
    )  # fmt: skip
