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


RUN = 9
"""Words in a row that are nobody's own any more."""


def runs_of(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


def test_no_sentence_of_an_article_is_in_the_repository() -> None:
    originals = sorted((ROOT.parent / "shared" / "seeds").glob("*.txt"))
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.splitlines()
    if not originals or not tracked:
        pytest.skip("needs the originals beside the checkout")
    theirs = set().union(*(runs_of(path.read_text("utf-8")) for path in originals))
    for name in tracked:
        path = ROOT / name
        # Titles are cited, and pictures show them; both stand in lines of their own in an original.
        if path.suffix in {".txt", ".py", ".md", ".jsonl", ".toml"} and "goldens" not in path.parts:
            text = "\n".join(line for line in path.read_text("utf-8").splitlines() if not line.startswith("Title:"))
            assert not runs_of(text) & theirs, name


def test_the_tests_that_the_readme_names_exist() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    named = re.findall(r"`((?:ui/|ingest/)?test_\w+\.py)?::(\w+)`", text)
    assert len(named) > 30
    file = ""
    for given, test in named:
        file = given or file
        source = (ROOT / "tests" / file).read_text("utf-8")
        assert re.search(rf"\bdef {test}\b|^{test} = ", source, re.MULTILINE), f"{file}::{test}"
