"""What is installed with the program: little, in ranges for users, at versions that were tried for tests."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
DEFAULT = [Requirement(one) for one in PROJECT["dependencies"]]
EXTRAS = {name: [Requirement(one) for one in listed] for name, listed in PROJECT["optional-dependencies"].items()}
PINNED = dict(
    line.split("==")
    for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
)
MOST = 10
"""Packages that are named for a default install: another one needs a reason, and this number changed."""


def modules_of(requirements: list[Requirement]) -> set[str]:
    """The top-level modules that the packages give."""
    wanted = {canonicalize_name(one.name) for one in requirements}
    given = metadata.packages_distributions()
    return {module for module, names in given.items() if wanted & set(map(canonicalize_name, names))}


def imports(path: Path) -> set[tuple[str, bool]]:
    """The top-level modules that a file imports, each with whether that is done when the file is loaded."""
    tree = ast.parse(path.read_text("utf-8"))
    inner = {node for outer in ast.walk(tree) if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef)
             for node in ast.walk(outer)}  # fmt: skip
    found = set()
    for node in ast.walk(tree):
        names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module]
        found |= {(name.partition(".")[0], node not in inner) for name in names}
    return found


SOURCES = sorted((ROOT / "cqtui").rglob("*.py"))


def test_a_default_install_is_small() -> None:
    assert len(DEFAULT) <= MOST
    assert {canonicalize_name(one.name) for one in DEFAULT}.isdisjoint(
        {canonicalize_name(one.name) for listed in EXTRAS.values() for one in listed}
    )


def test_all_that_is_imported_is_asked_for_and_all_that_is_asked_for_is_imported() -> None:
    asked_for = [*DEFAULT, *EXTRAS["ingest"], *EXTRAS["serve"]]
    known = modules_of(asked_for) | set(sys.stdlib_module_names) | {"cqtui"}
    used = {name for path in SOURCES for name, _ in imports(path)}
    assert used <= known, used - known
    for requirement in asked_for:
        assert modules_of([requirement]) & used, f"{requirement.name} is asked for and used nowhere"


def test_extras_are_imported_only_where_they_are_used() -> None:
    """Without them everything but the reading of articles works: no module outside ingest names them."""
    extras = modules_of(EXTRAS["ingest"]) - modules_of(DEFAULT)
    for path in SOURCES:
        for name, _ in imports(path):
            assert name not in extras or "ingest" in path.parts, f"{path} imports {name}"


@pytest.mark.parametrize("requirement", [*DEFAULT, *(one for listed in EXTRAS.values() for one in listed)], ids=str)
def test_users_get_ranges_and_tests_the_versions_that_were_tried(requirement: Requirement) -> None:
    if requirement.name == "cqtui":
        return
    assert {one.operator for one in requirement.specifier} <= {">=", "<", "!="}, "a range, no pin"
    assert any(one.operator == ">=" for one in requirement.specifier), "the oldest that will do"
    pinned = {canonicalize_name(name): version for name, version in PINNED.items()}
    assert requirement.specifier.contains(pinned[canonicalize_name(requirement.name)])


def test_whatever_is_installed_for_tests_is_pinned() -> None:
    """Also what the packages ask for themselves, so that a release is tried with what it says."""
    pinned = {canonicalize_name(name): version for name, version in PINNED.items()}
    seen: set[str] = set()
    waiting = [*DEFAULT, *EXTRAS["ingest"], *(one for one in EXTRAS["test"] if one.name != "cqtui")]
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if requirement.marker and not any(
            requirement.marker.evaluate({"extra": extra}) for extra in ("", *requirement.extras)
        ):
            continue
        assert name in pinned, f"{name} is not in constraints.txt"
        key = f"{name}[{','.join(sorted(requirement.extras))}]"
        if key in seen:
            continue
        seen.add(key)
        for one in map(Requirement, metadata.requires(name) or ()):
            extras = ("", *requirement.extras)
            if one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append(one)


def test_every_package_that_runs_has_a_licence_that_lets_it_be_shipped() -> None:
    """Of what comes with the program and with its readers, by the packages' own word."""
    free = re.compile(r"MIT|BSD|Apache|ISC|PSF|Python Software|Unlicense|MPL|Mozilla|Public Domain|0BSD", re.IGNORECASE)
    for requirement in [*DEFAULT, *EXTRAS["ingest"]]:
        about = metadata.metadata(requirement.name)
        said = [about.get("License-Expression"), about.get("License"), *(about.get_all("Classifier") or ())]
        assert any(free.search(one) for one in said if one and (not one.startswith("Classifier"))), requirement.name
