"""A tour's script: a TOML file of scenes and their steps, validated by pydantic and cleaned.

Every field of `Step`, `Scene` and `Script` is documented where it stands; the README's tables are made from here.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from cqtui import tomlfiles
from cqtui.errors import BadData, NoInput, UsageError
from cqtui.sanitize import clean_line
from cqtui.view import View

Spot = Literal["companies", "metrics", "timeline", "evidence", "header", "footer", "all"]
"""What the spotlight can stand on, while the rest is dimmed; "all" puts it out."""

SHIPPED = Path(__file__).with_name("shipped.toml")
SLOWEST, FASTEST = 0.1, 20.0
"""Bounds of a pace."""
LONGEST_CAPTION = 240
"""Characters: three lines of 80 cells."""
_MOST_BYTES = 1 << 20
_LONGEST_HOLD = 600.0


def _doc(text: str) -> dict[str, str]:
    return {"doc": text}


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


Words = Annotated[tuple[Annotated[str, Field(min_length=1, max_length=200)], ...], BeforeValidator(_as_list)]
"""One text or several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something that is done and looked at. At most one of `do`, `press`, `type` and `run`."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    caption: Annotated[str, Field(max_length=LONGEST_CAPTION)] | None = field(
        default=None, metadata=_doc(f"What is said, in at most {LONGEST_CAPTION} characters; it stays until the next.")
    )
    point: Spot | None = field(
        default=None, metadata=_doc(f"Put the spotlight on {', '.join(get_args(Spot)[:-1])}, or `all`.")
    )
    do: Words = field(default=(), metadata=_doc("Actions by their ids, each by the key that it has here."))
    press: Words = field(default=(), metadata=_doc("Keys by their names: `enter`, `down`, `ctrl+f`, `/`."))
    type: str = field(default="", metadata=_doc("Text to type, character by character."))
    run: str = field(
        default="",
        metadata=_doc(
            "A command that reads the store, shown with its answer: `cqtui find oppo --json | head -5`."
            " `{marked}` and `{figure}` stand for ids."
        ),
    )
    wait: Words = field(default=(), metadata=_doc("Go on when this, or one of these, is on the screen."))
    within: Annotated[float, Field(gt=0, le=_LONGEST_HOLD)] = field(
        default=5.0, metadata=_doc("Seconds to wait at most, at any pace.")
    )
    unless: Words = field(default=(), metadata=_doc("Wait no longer when this, or one of these, is on the screen."))
    otherwise: Annotated[str, Field(max_length=LONGEST_CAPTION)] = field(
        default="", metadata=_doc("What is said where it does not come; then the scene ends.")
    )
    hold: Annotated[float, Field(ge=0, le=_LONGEST_HOLD)] | None = field(
        default=None, metadata=_doc("Seconds to look at it; without it, what the caption takes to read.")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Steps that belong together: one skips from scene to scene."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    title: Annotated[str, Field(min_length=1, max_length=60)] = field(metadata=_doc("Its name."))
    at: str | None = field(
        default=None,
        metadata=_doc('Begin at a place, as `Y` copies it (`""` is the start); else where the scene before ended.'),
    )
    steps: tuple[Step, ...] = field(default=(), metadata=_doc("`[[scenes.steps]]`, in their order."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A tour."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    title: Annotated[str, Field(min_length=1, max_length=60)] = field(metadata=_doc("Its name."))
    pace: Annotated[float, Field(ge=SLOWEST, le=FASTEST)] = field(
        default=1.0, metadata=_doc("How fast it goes: 2 is twice as fast.")
    )
    scenes: Annotated[tuple[Scene, ...], Field(min_length=1)] = field(metadata=_doc("`[[scenes]]`, in their order."))


TABLES = (Script, Scene, Step)
"""What a script is made of, from the whole to the part."""


def read(path: Path, actions: Collection[str], commands: Collection[str]) -> Script:
    """The script at `path`, which may name these actions and run these commands.

    Raises:
        NoInput: it cannot be read.
        BadData: it is no script; names the file, the scene and the key.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise BadData(f"{_shown(path)}: a tour has at most {_MOST_BYTES >> 20} MB")
    except OSError as error:
        raise NoInput(f"{_shown(path)}: cannot read the tour: {error.strerror}") from None
    given = tomlfiles.read(path, "tour")
    try:
        script = TypeAdapter(Script).validate_python(_cleaned(given))
    except ValidationError as error:
        raise BadData(f"{_shown(path)}: {_complaint(error, given)}") from None
    for where, problem in _problems(script, actions, commands):
        raise BadData(f"{_shown(path)}: {where}: {problem}")
    return script


def place(scenes: Sequence[Any], scene: int, step: int | None = None, key: str = "") -> str:
    """Where something stands in a script: "scene 2 “Search”, step 3, wait". Numbers are from 0 here, from 1 there."""
    title = scenes[scene].get("title") if isinstance(scenes[scene], dict) else scenes[scene].title
    named = f"scene {scene + 1}" + (f" “{clean_line(title)[:60]}”" if isinstance(title, str) and title else "")
    return ", ".join(filter(None, (named, "" if step is None else f"step {step + 1}", key)))


def _problems(script: Script, actions: Collection[str], commands: Collection[str]) -> Iterator[tuple[str, str]]:
    """What a type cannot say: where, and what is wrong."""
    for number, scene in enumerate(script.scenes):
        if scene.at is not None:
            try:
                View.parse(scene.at)
            except UsageError as error:
                yield place(script.scenes, number, None, "at"), str(error).removeprefix("--at: ")
        for at, step in enumerate(scene.steps):
            done = [name for name in ("do", "press", "type", "run") if getattr(step, name)]
            if len(done) > 1:
                yield place(script.scenes, number, at), f"{' and '.join(done)}: one thing at a time; make steps of them"
            for id in step.do:
                if id not in actions:
                    yield (
                        place(script.scenes, number, at, "do"),
                        f"there is no action {id!r}{_near(id, actions)}; the README lists them",
                    )
            for key in step.press:
                if not _is_key(key):
                    yield place(script.scenes, number, at, "press"), f"{key!r} is no key; enter, down, ctrl+f or / are"
            if step.run:
                problem = _run_problem(step.run, commands)
                if problem:
                    yield place(script.scenes, number, at, "run"), problem


_PIPED = re.compile(r"^head +-(?:n *)?(\d{1,3})$")


def command(line: str, ids: Mapping[str, str] | None = None) -> tuple[list[str], int | None]:
    """The words of a command that a step runs, without `cqtui`, and how many lines of its answer are
    asked for (None for all).

    Raises:
        ValueError: it is not such a command; says why.
    """
    asked, bar, piped = line.partition("|")
    for name, text in (ids or {}).items():
        asked = asked.replace(f"{{{name}}}", text)
    words = shlex.split(asked)
    if words[:1] != ["cqtui"] or len(words) < 2:
        raise ValueError("begins with cqtui and a command")
    lines = _PIPED.match(piped.strip())
    if bar and not lines:
        raise ValueError("nothing but head -N may follow the |")
    return words[1:], int(lines[1]) if lines else None


def _run_problem(line: str, commands: Collection[str]) -> str:
    try:
        words, _ = command(line)
    except ValueError as error:
        return f"cannot be read: {clean_line(str(error))}"
    if words[0] not in commands:
        return f"{clean_line(words[0])!r} cannot be shown; {', '.join(commands)} can"
    return ""


_KEYS = frozenset(
    {"enter", "escape", "tab", "space", "backspace", "delete", "insert", "up", "down", "left", "right", "home", "end",
     "pageup", "pagedown", *(f"f{number}" for number in range(1, 13))}
)  # fmt: skip


def _is_key(name: str) -> bool:
    *held, key = name.split("+") if len(name) > 1 else [name]
    return all(one in ("ctrl", "shift", "alt") for one in held) and (key in _KEYS or len(key) == 1)


def _near(id: str, actions: Collection[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(id, actions, n=1)
    return f", did you mean {near[0]!r}?" if near else ""


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean_line(value)
    if isinstance(value, dict):
        return {clean_line(str(key)): _cleaned(part) for key, part in value.items()}
    return [_cleaned(part) for part in value] if isinstance(value, list) else value


def _complaint(error: ValidationError, given: dict[str, Any]) -> str:
    """The first of them, in one line: where, and what is wrong."""
    complaints = error.errors(include_url=False, include_context=False)
    first = complaints[0]
    loc = [part for part in first["loc"] if part != "function-before"]
    numbers = [part for part in loc if isinstance(part, int)]
    names = [str(part) for part in loc if isinstance(part, str) and part not in ("scenes", "steps")]
    key = names[0] if names else str(loc[-1]) if loc else ""
    said = {
        "unexpected_keyword_argument": f"there is no such key; there are {', '.join(_keys_beside(loc))}",
        "missing": "is missing",
    }.get(first["type"], first["msg"][:1].lower() + first["msg"][1:])
    shown = "" if isinstance(first["input"], dict | list) else f" (it is {str(first['input'])[:40]!r})"
    if first["type"] in ("missing", "unexpected_keyword_argument"):
        shown = ""
    scenes = given.get("scenes")
    if loc[:1] == ["scenes"] and numbers and isinstance(scenes, list):
        step = numbers[1] if len(numbers) > 1 and "steps" in loc else None
        where = place(scenes, numbers[0], step, key if key != "scenes" else "")
    else:
        where = key
    more = f"; and {len(complaints) - 1} more" if len(complaints) > 1 else ""
    return clean_line(f"{where}: {said}{shown}{more}")


def _keys_beside(loc: Sequence[int | str]) -> list[str]:
    kind = Step if "steps" in loc[:-1] else Scene if "scenes" in loc[:-1] else Script
    return [one.name for one in fields(kind)]


def _shown(path: Path) -> str:
    return clean_line(str(path))
