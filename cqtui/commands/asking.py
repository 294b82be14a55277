"""One command line being answered: its settings, the store it is about, and the view that it asks for."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from cqtui import config
from cqtui.errors import NOTHING_FOUND, CqtuiError, NoTerminal, UsageError
from cqtui.index.questions import Index
from cqtui.model import Fact
from cqtui.naming import folded
from cqtui.opening import open_index
from cqtui.sanitize import clean_line
from cqtui.view import GROUP_WORDS, Measure, View

if TYPE_CHECKING:
    from cqtui.commands.output import Output
    from cqtui.indexing import Building


class NothingFound(CqtuiError):
    """Nothing answers the question. Says what to try instead."""

    exit_code = NOTHING_FOUND


class Asked:
    """What a command needs to answer. The store is opened when it is first looked into."""

    def __init__(self, given: object = None) -> None:
        """`given` has what the command line gives as attributes (an `argparse.Namespace`)."""
        self._given = given
        self.read_only = False
        """Whether nothing may be written or left, whatever the settings say; to be set before they are read."""

    def option(self, name: str, otherwise: Any = None) -> Any:
        """What the command line gives for an option or operand."""
        return getattr(self._given, name, otherwise)

    @cached_property
    def settings(self) -> config.Settings:
        """The user's settings, overlaid by the options."""
        settings = config.load()
        if (store := self.option("store")) is not None:
            settings = replace(settings, store=named_file(store, "--store"))
        if self.read_only:
            settings = replace(settings, read_only=True)
        for name, setting, value in (
            ("ascii", "ascii", True), ("read_only", "read_only", True), ("no_mouse", "mouse", False),
            ("slow_link", "slow_link", True), ("big", "big", True),
        ):  # fmt: skip
            if self.option(name):
                changed: dict[str, Any] = {setting: value}
                settings = replace(settings, **changed)
        return replace(settings, theme=self.option("theme", settings.theme))

    @cached_property
    def chosen(self) -> config.Chosen:
        return config.choose_store(self.settings)

    @cached_property
    def index(self) -> Index:
        return open_index(self.chosen.path, cache=config.cache_folder(), keep=not self.settings.read_only)

    @property
    def indexing(self) -> Building | None:
        """The index being built beside this, where there is none of a large store."""
        if "index" in self.__dict__:
            return None
        from cqtui.indexing import begun

        return begun(self.chosen.path, config.cache_folder(), may_start=not self.settings.read_only)

    @cached_property
    def output(self) -> Output:
        from cqtui.commands.output import Output  # Which an explorer does without.

        return Output(format=self.format, ascii=self.settings.ascii, color=not self.option("no_color", False))

    @property
    def format(self) -> str:
        if not self.option("json"):
            return cast("str", self.option("format", "table"))
        if self.option("format", "json") != "json":
            raise UsageError(f"--json and --format {self.option('format')} contradict each other")
        return "json"

    def need_terminal(self, what: str, instead: str) -> None:
        """Refuse where there is no terminal to show `what` on.

        Raises:
            NoTerminal: the output or the input is none, or not one that can be drawn on; says what to do `instead`.
        """
        for missing, why in (
            (not sys.stdout.isatty(), "its output is no terminal"),
            (sys.stdin is None or not sys.stdin.isatty(), "its input is no terminal"),
            (os.environ.get("TERM", "") in ("", "dumb"), f"TERM is {os.environ.get('TERM') or 'not set'}"),
        ):
            if missing:
                raise NoTerminal(f"{what} needs a terminal, and {why}; {instead}")

    # What it asks for

    def view(self, start: View | None = None) -> View:
        """The view that the filters make, on top of `start`.

        Raises:
            UsageError: a filter names what the store does not have; says what comes near.
        """
        option = self.option
        text = option("find") or " ".join(option("words", ()))
        given = {
            "entities": self._named("company", "entity"),
            "parts": option("parts"),
            "measures": self._measures(),
            "places": self._named("place", "entity"),
            "sources": self._sources(),
            "statuses": tuple(option("status", ())),
            "reviews": tuple(option("review", ())),
            "since": option("since"),
            "until": option("until"),
            "text": clean_line(text).strip(),
            "sort": option("sort"),
            "group": GROUP_WORDS.get(option("group", "")),
        }
        if given["since"] and given["until"] and given["since"] > given["until"]:
            raise UsageError(f"--since {given['since']} is after --until {given['until']}: nothing can match")
        changed: dict[str, Any] = {name: value for name, value in given.items() if value}
        return replace(start or View(), **changed)

    def _named(self, name: str, kind: str) -> tuple[str, ...]:
        """Ids of what the option `name` names, each time it was given."""
        ids: dict[str, None] = {}
        for text in self.option(name, ()):
            found = self.index.named(kind, clean_line(text))
            if not found:
                raise self._unknown(name, clean_line(text), lambda: names_of(self.index, kind))
            ids.update(dict.fromkeys(found))
        return tuple(ids)

    def _measures(self) -> tuple[Measure, ...]:
        metrics, items = self._named("metric", "metric"), self._named("item", "item")
        if not items:
            return tuple(map(Measure, metrics))
        used = (row.measure for row in self.index.measures(View()))
        chosen = tuple(one for one in used if one.item in items and (not metrics or one.metric in metrics))
        # Where no fact has such a measure, one that no fact can have asks for none, as it should.
        return chosen or (Measure("", items[0]),)

    def _sources(self) -> tuple[str, ...]:
        ids: dict[str, None] = {}
        known = [row.source for row in self.index.sources()] if self.option("source") else []
        for text in self.option("source", ()):
            name = folded(clean_line(text))
            found = (
                [one.id for one in known if folded(one.id) == name]
                or [one.id for one in known if folded(one.id).startswith(name)]
                or [one.id for one in known if name in folded(f"{one.publisher or ''} {one.title or ''}")]
            )
            if not found:
                raise self._unknown("source", clean_line(text), lambda: [one.id for one in known])
            ids.update(dict.fromkeys(found))
        return tuple(ids)

    def _unknown(self, option: str, text: str, names: Callable[[], Iterable[str]]) -> UsageError:
        near = near_names(text, names())
        listed = {"company": "companies", "place": "companies", "item": "metrics"}.get(option, f"{option}s")
        todo = f"did you mean {' or '.join(near)}?" if near else f"'cqtui {listed}' lists what there is"
        return UsageError(f"--{option}: the store has no {text!r}; {todo}")

    def fact(self, id: str) -> Fact:
        """The fact with this id, or with the only id that begins so.

        Raises:
            NothingFound: no fact has such an id.
            UsageError: several have; names them.
        """
        id = clean_line(id).strip()
        found = self.index.fact(id)
        if found is not None:
            return found
        ids = self.index.ids(id, 9) if id else []
        if not ids:
            raise NothingFound(f"no fact has an id that begins with {id!r}; 'cqtui find WORDS' shows ids")
        if len(ids) > 1:
            listed = ", ".join(ids[:8]) + (" …" if len(ids) > 8 else "")
            raise UsageError(f"{id!r} begins the ids of several facts: {listed}; give more of it")
        fact = self.index.fact(ids[0])
        assert fact is not None
        return fact

    def facts(self, ids: Iterable[str]) -> list[Fact]:
        """The facts with these ids, as `fact` reads them; one asked for twice comes once."""
        return list({fact.id: fact for fact in map(self.fact, ids)}.values())

    def nothing(self, view: View) -> NothingFound:
        """Why nothing was found, and what to do."""
        if not view.is_filtered:
            return NothingFound(f"{self.chosen.path}: has no facts yet; 'cqtui import FILE' adds some")
        if view.text and not replace(view, text="").is_filtered:
            near = near_names(view.text, [*names_of(self.index, "entity"), *names_of(self.index, "metric")])
            todo = f"did you mean {' or '.join(near)}?" if near else "try fewer words, or their beginnings"
            return NothingFound(f"nothing found for {view.text!r}; {todo}")
        there_are = self.index.count()
        return NothingFound(f"none of {there_are} facts matches all that was asked; leave something out")


def names_of(index: Index, kind: str) -> list[str]:
    """The names of what the facts are about: entities, or metrics or items that are in use."""
    words = index.vocabulary
    if kind == "entity":
        return [row.entity.name for row in index.entities(View())]
    measures = [row.measure for row in index.measures(View())]
    if kind == "metric":
        return list(dict.fromkeys(words.metric(one.metric).label for one in measures))
    return list(dict.fromkeys(words.item(one.item).label for one in measures if one.item))


def near_names(text: str, names: Iterable[str]) -> list[str]:
    """At most three of `names` that are much like `text`, or hold it."""
    from difflib import get_close_matches

    known = {folded(name): name for name in names}
    name = folded(text)
    holding = [one for one in known if name and name in one]
    near = dict.fromkeys([*get_close_matches(name, known, n=3, cutoff=0.7), *holding])
    return [known[one] for one in near][:3]


def named_file(text: str, option: str) -> Path:
    """A file as a person names it on the command line."""
    if not text.strip("\0"):
        raise UsageError(f"{option}: give the name of a file")
    try:
        return Path(text).expanduser()
    except RuntimeError as error:  # ~nobody, who is no user here
        raise UsageError(f"{option}: {clean_line(str(error))}") from None
