"""What becomes of a source's facts when it is read again: which are there, which are new, which changed,
and what people said of them, which is never lost. Pure; `store.absorb` does it to a file.

A fact of the source as it was goes with at most one as it is now:

1. the one that says the same (equal ids): it stays, its place in the text is brought up to date;
2. the one that states the same figure in other words (all but sentence and wording equal), or, if
   somebody reviewed it, the one that stands in the same words (so a correction outlives a re-reading):
   it stays under its id, with the review, the note and, where it was corrected, what it was corrected to.
   A corrected fact is looked for by what was read before (`correcting.as_read`) and by what it says;
3. none: it goes, unless somebody reviewed it or wrote a note. Then it is kept, with the source as it was
   before (`SOURCE@` and the beginning of its hash), so that its words still stand where it says.

Facts of the source that another extractor, or a person, put there are never taken away.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from cqtui.correcting import as_read, is_corrected, moved
from cqtui.model import Entity, Fact, Source, fact_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One source as it was just read, and what `extractor` found in it."""

    source: Source
    entities: tuple[Entity, ...] = ()
    facts: tuple[Fact, ...] = ()
    extractor: str = "rules"


@dataclass(frozen=True, slots=True, kw_only=True)
class Absorbed:
    """What taking in did, in facts. `stranded` are ids of facts that people reviewed and the source no
    longer states; they are kept, and counted in none of the others. `entities` counts new ones."""

    added: int = 0
    kept: int = 0
    updated: int = 0
    removed: int = 0
    stranded: tuple[str, ...] = ()
    entities: int = 0

    @property
    def changed(self) -> bool:
        return bool(self.added or self.updated or self.removed or self.stranded)


@dataclass(slots=True)
class Changes:
    """What must change in the facts of one source: rows to add, to put in place of others, to take away."""

    added: list[Fact] = field(default_factory=list)
    replaced: dict[str, Fact] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    stranded: list[str] = field(default_factory=list)
    kept: int = 0
    earlier: Source | None = None
    """The source as it was, where facts still need it."""


def changes(before: Source | None, read: Read, facts: Sequence[Fact], taken: Callable[[str], bool]) -> Changes:
    """What `read` changes, where `facts` are those that the store has of the source.

    `taken` says whether the store has another fact under an id.
    """
    made = Changes()
    pairs = paired(facts, read.facts)
    for old in facts:
        new = pairs.get(old.id)
        is_own = old.extractor == read.extractor
        stays = _continued(old, new) if new is not None else None
        if stays is None and (is_touched(old) or not is_own):
            stays = _where_it_stands_now(old, before, read.source)
            if stays is None:
                made.stranded.append(old.id)
                continue
        if stays is None:
            made.removed.append(old.id)
        elif stays == old:
            made.kept += 1
        else:
            made.replaced[old.id] = stays
    continued = {id(new) for new in pairs.values()}
    own = {fact.id for fact in facts}
    for fact in read.facts:
        if id(fact) in continued:
            continue
        # An id may belong to a fact that was corrected since, and so says something else now.
        made.added.append(fact if fact.id not in own and not taken(fact.id) else replace(fact, id=_other_id(fact)))
    if made.stranded and before is not None:
        made.earlier = _earlier(before)
        for id_ in made.stranded:
            old = next(fact for fact in facts if fact.id == id_)
            made.replaced[id_] = replace(old, evidence=replace(old.evidence, source=made.earlier.id))
    return made


def is_touched(fact: Fact) -> bool:
    """Whether a person said something of the fact."""
    return fact.review != "unreviewed" or fact.note is not None or is_corrected(fact)


def paired(old: Iterable[Fact], new: Iterable[Fact]) -> dict[str, Fact]:
    """Which new fact goes on with which old one, by the old one's id. Each is in one pair at most."""
    left_old, left_new = list(old), list(new)
    pairs: dict[str, Fact] = {}
    for keys_of, only_touched in ((_same_fact, False), (_same_statement, False), (_same_words, True)):
        waiting: dict[Hashable, list[Fact]] = {}
        for fact in left_new:
            waiting.setdefault(keys_of(fact), []).append(fact)
        still: list[Fact] = []
        for fact in left_old:
            may = is_touched(fact) or not only_touched
            fitting = (waiting.get(keys_of(as_read(fact))) or waiting.get(keys_of(fact))) if may else None
            if fitting:
                best = max(fitting, key=lambda one: _likeness(fact, one))
                fitting.remove(best)
                pairs[fact.id] = best
            else:
                still.append(fact)
        left_old = still
        used = {id(fact) for fact in pairs.values()}
        left_new = [fact for fact in left_new if id(fact) not in used]
    return pairs


def _same_fact(fact: Fact) -> Hashable:
    return fact_id(fact)


def _same_statement(fact: Fact) -> Hashable:
    """All that a fact says, but for the words it is said in."""
    change = fact.change
    return (
        fact.entity, fact.metric, fact.item, fact.place, fact.value, fact.upper, fact.unit, fact.per, fact.bound,
        fact.period.start, fact.period.end, fact.period.basis, fact.status,
        change and (change.kind, change.value, change.direction),
    )  # fmt: skip


def _same_words(fact: Fact) -> Hashable:
    return fact.evidence.sentence, fact.as_written


def _likeness(one: Fact, other: Fact) -> tuple[int, int]:
    """How much two facts of the same words agree, then how near they stand."""
    equal = sum(a == b for a, b in zip(_parts(one), _parts(other), strict=True))
    return equal, -abs((one.evidence.start or 0) - (other.evidence.start or 0))


def _parts(fact: Fact) -> tuple[object, ...]:
    return (fact.value, fact.upper, fact.entity, fact.metric, fact.item, fact.period, fact.status, fact.unit)


def _continued(old: Fact, new: Fact) -> Fact:
    """The old fact as the text has it now. Only what nobody reviewed takes the new reading's doubts.

    One that says something else than the reading was corrected, or accepted as it is: its word stands.
    """
    if not is_touched(old) and old.extractor == new.extractor:
        return replace(new, id=old.id)
    if any(same(one) == same(new) for same in (_same_words, _same_statement) for one in (as_read(old), old)):
        return moved(old, new)
    return old


def _where_it_stands_now(fact: Fact, before: Source | None, now: Source) -> Fact | None:
    """The fact with the place that its sentence has in the text now; None where it has none."""
    text, at = now.text, fact.evidence
    if text is None or (at.start is None and at.sentence in text):
        return fact
    if at.start is None or at.end is None:
        return None
    if text[at.start : at.end] == fact.as_written and at.sentence in text:
        return fact
    old = (before.text if before else None) or ""
    began = old.find(at.sentence, max(0, at.end - len(at.sentence)), at.start + len(at.sentence))
    inside = at.start - began if began >= 0 else at.sentence.find(fact.as_written)
    begins = text.find(at.sentence)
    if begins < 0 or inside < 0:
        return None
    start = begins + inside
    return replace(fact, evidence=replace(at, start=start, end=start + at.end - at.start))


def _earlier(source: Source) -> Source:
    mark = (source.sha256 or "before")[:8]
    return replace(source, id=f"{source.id}@{mark}")


def _other_id(fact: Fact) -> str:
    """Another id for a fact whose own is in use for what it was corrected to."""
    return fact_id(replace(fact, as_written=f"{fact.as_written} "))


def with_gaps_filled(source: Source, known: Source | None) -> Source:
    """The source with what was said of it before and is not said again: a title, a day, an address."""
    if known is None:
        return source
    names = ("title", "publisher", "published", "url", "language")
    kept = {name: getattr(known, name) for name in names if getattr(source, name) is None}
    return replace(source, **kept)


SAME_DOCUMENT = 0.3
"""From which share of common runs of words on two texts are two states of one document."""
_RUN = 4


def likeness(one: str, other: str) -> float:
    """How much of the shorter text's runs of four words the other has too, from 0 to 1."""
    a, b = _runs(one), _runs(other)
    return len(a & b) / min(len(a), len(b)) if a and b else float(one.split() == other.split())


def _runs(text: str) -> set[int]:
    words = text.casefold().split()
    return {hash(tuple(words[at : at + _RUN])) for at in range(max(1, len(words) - _RUN + 1))} if words else set()


_MARK = 6
"""Hex digits of a text's hash that tell documents of one name apart."""


def source_id(name: str, source: Source, known: Mapping[str, Source], taken: Iterable[str] = ()) -> str:
    """The id under which a document named `name` goes: that of the source it is a new state of, else a
    new one. Sources of one address are one document; those of one name are if their texts are alike.

    `taken` are ids of documents that stand beside it now and so are others.
    """
    taken = frozenset(taken)
    free = [one for one in known.values() if one.id not in taken and "@" not in one.id]
    for one in free:
        if source.url and one.url == source.url:
            return one.id
    named = [one for one in free if one.id == name or _is_marked(one.id, name)]
    scored = [(likeness(source.text or "", one.text), one.id) for one in named if one.text is not None]
    best = max(scored, default=(0.0, ""))
    if best[0] >= SAME_DOCUMENT:
        return best[1]
    if name not in known and name not in taken:
        return name
    if any(one.id == name and one.text is None and name not in taken for one in named):
        return name  # only its name was known
    return f"{name}-{(source.sha256 or '')[:_MARK]}"


def _is_marked(id: str, name: str) -> bool:
    """Whether an id is `name` with a mark that told it from another of that name."""
    mark = id.removeprefix(f"{name}-")
    return mark != id and len(mark) == _MARK and all(letter in "0123456789abcdef" for letter in mark)


class Absorber:
    """What becomes of a store's rows as sources are taken in, one after the other.

    `stored` (table → id → row) is kept up to date. `fresh` are rows to add, `changed` rows to put in
    the place of those of their id, `removed` ids of facts to take away.
    """

    def __init__(self, stored: dict[str, dict[str, Any]], *, is_stub: Callable[[Entity], bool]) -> None:
        self._stored = stored
        self._is_stub = is_stub
        self.fresh: dict[str, list[Any]] = {table: [] for table in stored}
        self.changed: dict[str, dict[str, Any]] = {table: {} for table in stored}
        self.removed: list[str] = []
        self._by_source: dict[str, dict[str, Fact]] = {}
        for fact in stored["facts"].values():
            self._by_source.setdefault(fact.evidence.source, {})[fact.id] = fact

    def take(self, read: Read) -> Absorbed:
        before: Source | None = self._stored["sources"].get(read.source.id)
        here = self._by_source.setdefault(read.source.id, {})
        made = changes(before, read, list(here.values()), taken=self._stored["facts"].__contains__)
        if made.earlier is not None and made.earlier.id not in self._stored["sources"]:
            self._put("sources", made.earlier)
        self._put("sources", read.source)
        entities = [one for one in read.entities if self._is_new(one)]
        for entity in entities:
            self._put("entities", entity)
        for fact in (*made.added, *made.replaced.values()):
            self._put("facts", fact)
            self._by_source.setdefault(fact.evidence.source, {})[fact.id] = fact
        for id in made.stranded:
            del here[id]
        for id in made.removed:
            del here[id]
            self._remove(id)
        return Absorbed(
            added=len(made.added), kept=made.kept, updated=len(made.replaced) - len(made.stranded),
            removed=len(made.removed), stranded=tuple(made.stranded), entities=len(entities),
        )  # fmt: skip

    def _is_new(self, entity: Entity) -> bool:
        """Whether the store has no such entity, or only its id. One that it has stays as it is."""
        there = self._stored["entities"].get(entity.id)
        return there is None or (there != entity and self._is_stub(there))

    def _put(self, table: str, row: Any) -> None:
        there, fresh = self._stored[table].get(row.id), self.fresh[table]
        self._stored[table][row.id] = row
        if there is None:
            fresh.append(row)
        elif there != row:
            at = next((at for at, one in enumerate(fresh) if one is there), None)
            if at is None:
                self.changed[table][row.id] = row
            else:
                fresh[at] = row

    def _remove(self, id: str) -> None:
        there = self._stored["facts"].pop(id)
        fresh = self.fresh["facts"]
        if any(fact is there for fact in fresh):
            fresh[:] = [fact for fact in fresh if fact is not there]
        else:
            self.changed["facts"].pop(id, None)
            self.removed.append(id)
