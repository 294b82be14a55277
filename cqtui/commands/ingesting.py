"""The commands that read figures out of articles: ingest, and set-aside for what failed the check."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from cqtui import absorbing, durable, rows, setaside
from cqtui.commands.articles import Article, Given, articles, files, in_store, known_words, named_extractor
from cqtui.commands.asking import Asked, NothingFound
from cqtui.commands.batch import Bad, Interrupt, bar, tell
from cqtui.commands.counting import counted
from cqtui.commands.trying import Trial
from cqtui.commands.writing import make_folder, target_store
from cqtui.errors import FOUND, INTERRUPTED, NOTHING_FOUND, CqtuiError, NoInput, UsageError, complain
from cqtui.ingest.confined import Child
from cqtui.ingest.document import SetAside
from cqtui.ingest.pipeline import Result
from cqtui.ingest.pipeline import ingest as facts_of
from cqtui.model import Entity, Source
from cqtui.rows import json_text
from cqtui.sanitize import clean_line
from cqtui.vocabulary import Vocabulary

_MOST_FILES, _LEAST_SECONDS = 2000, 2.0
"""When what was read is written: after so many files, or seconds, or four times as long as writing took."""
_MOST_LISTED = 40
"""Files that are told of one by one."""


@dataclass(slots=True)
class Outcome:
    """What became of one document of a file."""

    file: str
    state: str
    """read, skipped, failed or waiting to be written."""
    source: str | None = None
    found: int = 0
    set_aside: int = 0
    absorbed: absorbing.Absorbed | None = None
    reason: str | None = None

    def as_row(self) -> dict[str, Any]:
        done = rows.row(self.absorbed) if self.absorbed else {}
        return {
            "file": self.file, "source": self.source, "state": self.state, "found": self.found,
            "set_aside": self.set_aside, **done, "reason": self.reason,
        }  # fmt: skip


def ingest(asked: Asked) -> int:
    extractor, format = asked.option("extractor", "rules"), asked.format
    names = files(asked.option("files"), extractor)
    if not names:
        raise NoInput(f"{clean_line(', '.join(asked.option('files')))}: no texts, HTML, PDF or DOCX files there")
    given = Given.from_options(asked, len(names))
    if asked.option("dry_run") or asked.option("explain"):
        return Trial(asked, given, extractor, format).run(names)
    if format not in ("table", "json", "jsonl"):
        raise UsageError(f"--format {format} prints the facts themselves, and goes with --dry-run")
    return _Ingest(asked, given, extractor, target_store(asked, "ingested")).run(names)


# Into a store


@dataclass(slots=True)
class _Buffer:
    """What was read and is not yet written."""

    reads: list[tuple[Outcome, absorbing.Read]] = field(default_factory=list)
    aside: list[Mapping[str, Any]] = field(default_factory=list)
    files: int = 0
    since: float = field(default_factory=time.monotonic)


class _Ingest:
    """Reads files and takes what they give into a store, in few writes, each of which is durable."""

    def __init__(self, asked: Asked, given: Given, extractor: str, target: Path) -> None:
        self._asked, self._given, self._name, self._target = asked, given, extractor, target
        self._extractor = named_extractor(extractor)
        self._is_new = not durable.is_there(target)
        self._sources: dict[str, Source] = {}
        self._read_by: dict[str, set[str]] = {}
        entities: tuple[Entity, ...] = ()
        if not self._is_new:
            from cqtui import store

            contents = store.read(target)
            entities = contents.entities
            self._sources = {one.id: one for one in contents.sources}
            for fact in contents.facts:
                self._read_by.setdefault(fact.evidence.source, set()).add(fact.extractor)
        self._hashes = {one.sha256: one.id for one in self._sources.values() if one.sha256}
        self._words = known_words(entities)
        self._taken: set[str] = set()
        self._outcomes: list[Outcome] = []
        self._bad = Bad()
        self._buffer = _Buffer()
        self._writing = 0.0

    def run(self, names: list[str]) -> int:
        done = 0
        with Child() as child, bar(len(names)) as step, Interrupt() as interrupt:
            try:
                for name in names:
                    self._take(name, child)
                    done += 1
                    step()
                    if interrupt.asked:
                        break
                    if self._is_time():
                        self._write()
            finally:
                self._write()  # also what was read before an endpoint went away
        self._report()
        if interrupt.asked and done < len(names):
            complain(f"interrupted after {done} of {counted(len(names), 'file')}; the same command goes on from here")
            return INTERRUPTED
        found = any(one.found or one.state == "skipped" for one in self._outcomes)
        return self._bad.code or (FOUND if found else NOTHING_FOUND)

    def _take(self, name: str, child: Child) -> None:
        self._buffer.files += 1
        try:
            for article in articles(name, self._given, self._extractor, child):
                self._take_article(name, article)
        except CqtuiError as error:
            self._outcomes.append(Outcome(name, "failed", reason=self._bad.take(name, error)))

    def _take_article(self, name: str, article: Article) -> None:
        source = article.document.source
        there = self._hashes.get(source.sha256 or "")
        if there is not None and self._is_done(there):
            self._taken.add(there)
            self._outcomes.append(Outcome(name, "skipped", there))
            return
        document = in_store(article.document, self._sources, self._taken - {there})
        if there is not None:
            document = replace(document, source=replace(document.source, id=there))
        article, source = article._replace(document=document), document.source
        tell(name, article)
        result = facts_of(document, article.extractor, self._words)
        outcome = Outcome(name, "waiting", source.id, len(result.candidates), len(result.set_aside))
        self._outcomes.append(outcome)
        self._taken.add(source.id)
        self._sources[source.id] = source
        self._hashes[source.sha256 or ""] = source.id
        self._read_by.setdefault(source.id, set()).add(self._name)
        entities = _named(result, self._words)
        read = absorbing.Read(source=source, entities=entities, facts=result.facts, extractor=self._name)
        self._buffer.reads.append((outcome, read))
        self._buffer.aside += [_aside_row(source.id, self._name, one) for one in result.set_aside]

    def _is_done(self, source: str) -> bool:
        """Whether the store has all that reading the source again would give."""
        if self._asked.option("again"):
            return source in self._taken
        read_by = self._read_by.get(source, set())
        return self._given.agrees(self._sources[source]) and (not read_by or self._name in read_by)

    def _is_time(self) -> bool:
        waited = time.monotonic() - self._buffer.since
        return self._buffer.files >= _MOST_FILES or waited > max(_LEAST_SECONDS, 4 * self._writing)

    def _write(self) -> None:
        """Take what was read into the store, and put what was set aside beside it."""
        buffer, self._buffer = self._buffer, _Buffer()
        if not buffer.reads:
            return
        from cqtui import store

        began = time.monotonic()
        make_folder(self._target)
        # First what is set aside: a source that the store has is not read again.
        setaside.replace(self._target, {(read.source.id, self._name) for _, read in buffer.reads}, buffer.aside)
        done = store.absorb(self._target, [read for _, read in buffer.reads], title=self._target.stem)
        for (outcome, _), absorbed in zip(buffer.reads, done, strict=True):
            outcome.state, outcome.absorbed = "read", absorbed
        self._writing = time.monotonic() - began
        self._buffer.since = time.monotonic()

    def _report(self) -> None:
        output = self._asked.output
        states = Counter(one.state for one in self._outcomes)
        sums = {
            name: sum(getattr(one.absorbed, name) for one in self._outcomes if one.absorbed)
            for name in ("added", "kept", "updated", "removed")
        }
        stranded = [id for one in self._outcomes if one.absorbed for id in one.absorbed.stranded]
        aside = sum(one.set_aside for one in self._outcomes)
        if output.format in ("json", "jsonl"):
            listed = [one.as_row() for one in self._outcomes]
            if output.format == "jsonl":
                output.lines(map(json_text, listed))
            else:
                told = {"store": str(self._target), "new": self._is_new, **sums, "set_aside": aside, "files": listed}
                output.line(json_text(told, indent=1))
            return
        for one in self._outcomes[:_MOST_LISTED]:
            if one.state in ("read", "skipped"):
                output.line(f"{output.spelled(one.file)}: {_told(one)}")
        if len(self._outcomes) > _MOST_LISTED:
            output.line(f"… and {len(self._outcomes) - _MOST_LISTED} more")
            empty = sum(one.state == "read" and not one.found for one in self._outcomes)
            if empty:
                output.line(f"nothing found in {counted(empty, 'file')}")
        if states["read"]:
            changed = "".join(f", {sums[name]} {name}" for name in ("updated", "removed") if sums[name])
            new = " (a new store)" if self._is_new else ""
            output.line(
                f"added {counted(sums['added'], 'fact')}{changed}, {sums['kept']} as before: {self._target}{new}"
            )
        if states["skipped"]:
            output.line(
                f"{counted(states['skipped'], 'file')} skipped, ingested before as they are; --again reads them"
            )
        if aside:
            output.line(f"{counted(aside, 'candidate')} set aside; 'cqtui set-aside' shows why")
        if stranded:
            listed_ids = ", ".join(stranded[:10]) + (" …" if len(stranded) > 10 else "")
            complain(f"kept, though the source no longer states them, because somebody reviewed them: {listed_ids}")


def _told(one: Outcome) -> str:
    if one.state == "skipped":
        return "ingested before"
    absorbed = one.absorbed or absorbing.Absorbed()
    told = [counted(one.found, "fact") if one.found else "nothing found"]
    told += [f"{count} {name}" for name in ("added", "updated", "removed") if (count := getattr(absorbed, name))]
    if one.found and not absorbed.changed:
        told.append("all as before")
    if one.set_aside:
        told.append(f"{one.set_aside} set aside")
    return ", ".join(told)


def _named(result: Result, words: Vocabulary) -> tuple[Entity, ...]:
    """The entities that the facts are about, known ones too, with what they are part of."""
    proposed = {one.id: one for one in result.proposed}
    found: dict[str, Entity] = {}
    for fact in result.facts:
        for id in (fact.entity, fact.place):
            while id and id not in found:
                entity = proposed.get(id) or words.entities.get(id)
                if entity is None:
                    break
                found[id], id = entity, entity.part_of
    return tuple(found.values())


def _aside_row(source: str, extractor: str, one: SetAside) -> dict[str, Any]:
    return {
        "source": source,
        "extractor": extractor,
        "reason": one.reason,
        "why": dict(one.candidate.why),
        "proposed": [entity.name for entity in one.candidate.proposed],
        "fact": _harmless(rows.row(one.candidate.fact)),
    }


def _harmless(value: Any) -> Any:
    """A row as proposed, which may be anything: numbers that JSON does not have become text."""
    if isinstance(value, dict):
        return {str(name): _harmless(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_harmless(part) for part in value]
    if isinstance(value, Decimal):
        is_plain = value.is_finite() and abs(value.adjusted()) < 60
        return value if is_plain else str(value)
    return value


# What was set aside


def set_aside(asked: Asked) -> int:
    path, output = asked.chosen.path, asked.output
    found = setaside.read(path)
    wanted = [clean_line(text).casefold() for text in asked.option("source", ())]
    found = [one for one in found if not wanted or any(text in str(one["source"]).casefold() for text in wanted)]
    if not found:
        raise NothingFound(f"{path}: nothing is set aside; 'cqtui ingest FILE' puts there what fails the check")
    if output.is_machine:
        output.rows(found)
        return FOUND
    cells = [
        (str(one["source"]), str(_part(one["fact"], "as_written")), str(one["reason"]), str(one["extractor"]))
        for one in found
    ]
    output.table(("source", "as written", "why", "extractor"), cells)
    return FOUND


def _part(fact: Any, name: str) -> Any:
    return fact.get(name, "") if isinstance(fact, Mapping) else ""
