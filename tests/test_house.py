"""The house is in order: lint, types, import contracts, and nothing generated is stale."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check", "--quiet", "."],
        ["ruff", "format", "--check", "--quiet", "."],
        ["mypy"],
        [str(ROOT / ".ci" / "readme.py"), "--check"],
        [str(ROOT / "store" / "build.py"), "--check"],
        [str(ROOT / "screenshots" / "make.py"), "--check"],
    ],
    ids=lambda command: Path(command[0]).name + " " + " ".join(command[1:2]),
)
def test_check_passes(command: list[str]) -> None:
    run = [sys.executable, *(command if command[0].endswith(".py") else ["-m", *command])]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_dependencies_run_one_way() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_readme_names_files_that_exist() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        if not target.startswith("http"):
            assert (ROOT / target).exists(), target


def test_top_level_holds_what_it_should() -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.splitlines()
    if not tracked:
        pytest.skip("not a git checkout")
    top = {line.split("/")[0] for line in tracked if not line.startswith(".")}
    assert top <= {
        "pyproject.toml", "README.md", "LICENSE", "constraints.txt", "cqtui", "store", "tests", "screenshots",
    }  # fmt: skip
