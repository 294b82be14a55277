"""A store through anything in any order: adding, reviewing, correcting, reading articles, restoring, some of
it failing or dying at a random system call, and files that somebody else breaks; and many processes at once.

The machine lives `CQTUI_LIVES` lives (8 unless told); processes do `CQTUI_ROUNDS` rounds (8 unless told).
"""

from __future__ import annotations

import errno
import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from writes import left_over

from cqtui import bookmarks, durable, errors, opening, restoring, setaside, store
from cqtui.absorbing import Read
from cqtui.bookmarks import Bookmark
from cqtui.correcting import corrected
from cqtui.model import Evidence, Fact, Source, fact_id
from cqtui.view import View
from cqtui.vocabulary import Vocabulary

LIVES = int(os.environ.get("CQTUI_LIVES", "8"))
ROUNDS = int(os.environ.get("CQTUI_ROUNDS", "8"))
CALLS = ("open", "write", "fsync", "link", "replace", "unlink", "close", "fchmod", "stat")
"""Functions of `os` that fail or die."""
DIED, REFUSED = 9, 10

State = dict[str, tuple[str, str | None, int | None]]
"""What is known of a store: of each fact by its id, its review, its note, and the year it was corrected to."""


def fact(number: int, source: str = "press", writer: str | None = "w") -> Fact:
    made = Fact(
        id="", entity="oppo", metric="shipments", value=Decimal(number), as_written=str(number),
        evidence=Evidence(source=source, sentence=f"Oppo shipped {number}. " * 20),
    )  # fmt: skip
    return replace(made, id=f"{writer}{number}" if writer else fact_id(made))


def state(path: Path) -> State:
    return {
        one.id: (one.review, one.note, one.period.start.year if one.period.start else None)
        for one in store.read(path).facts
    }


@contextmanager
def failing(at: int, end: Callable[[], None]) -> Iterator[None]:
    """The functions of `os`, of which call number `at` ends things."""
    calls, originals = 0, {name: getattr(os, name) for name in CALLS}

    def met(call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*given: Any, **options: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == at:
                end()
            return call(*given, **options)

        return counted

    for name, call in originals.items():
        setattr(os, name, met(call))
    try:
        yield
    finally:
        for name, call in originals.items():
            setattr(os, name, call)


def _fail() -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


class Life(RuleBasedStateMachine):
    """What the files hold is what was acknowledged; of what died, all or nothing."""

    @initialize()
    def begin(self) -> None:
        self.directory = tempfile.TemporaryDirectory()
        self.folder = Path(self.directory.name)
        self.path, self.kept = self.folder / "facts.json", self.folder / "bookmarks.json"
        store.create(self.path, title="Life")
        self.now: State = {}
        self.before: State | None = None
        """What the generation before holds; None where there is none, or it is broken."""
        self.broken: bytes | None = None
        """What somebody else has put in the store's place."""
        self.places: list[Bookmark] = []
        self.aside: dict[str, int] = {}
        self.made = 0

    def attempt(self, write: Callable[[], object], fate: tuple[str, int]) -> str:
        """Try to write: how it ended. "fine" may be said of a failure that did no harm."""
        how, at = fate
        before = left_over(self.folder)  # By those who died at it; it goes when the same file is written again.
        if how == "dies":
            child = os.fork()
            if child == 0:
                self.end(write, at)
            _, status = os.waitpid(child, 0)
            return {0: "done", DIED: "died", REFUSED: "failed"}[os.waitstatus_to_exitcode(status)]
        try:
            with failing(at if how == "fails" else 0, _fail):
                write()
        except errors.CqtuiError as error:
            assert str(error).isprintable() and error.exit_code in (65, 74), error
            assert set(left_over(self.folder)) <= set(before)
            return "done" if durable.WRITTEN_BUT in str(error) else "failed"
        return "done"

    def end(self, write: Callable[[], object], at: int) -> None:
        """In a child: write, die at a call, or be refused."""
        try:
            with failing(at, lambda: os._exit(DIED)):
                write()
            os._exit(0)
        except errors.CqtuiError:
            os._exit(REFUSED)
        finally:
            os._exit(1)

    def change(self, write: Callable[[], object], after: State, fate: tuple[str, int]) -> None:
        """Try what makes of the store what `after` says."""
        how = self.attempt(write, fate)
        if self.broken is not None:
            assert how != "done" and self.path.read_bytes() == self.broken
            return
        if how == "died":
            found = state(self.path)
            assert found in (self.now, after)
            self.before = self.generation_before(self.before, self.now)
            self.now = found
        elif how == "done" and after != self.now:
            self.before, self.now = self.now, after
        elif how == "failed":  # At the very last step what there is has been kept already.
            self.before = self.generation_before(self.before, self.now)

    def generation_before(self, *may_be: State | None) -> State | None:
        previous = durable.previous(self.path)
        try:
            found = state(previous)
        except errors.CqtuiError:
            found = None
        assert found in may_be or found is None
        return found

    fates = st.one_of(
        st.just(("goes well", 0)),
        st.tuples(st.just("fails"), st.integers(1, 25)),
        st.tuples(st.just("dies"), st.integers(1, 25)),
    )

    reviews = st.sampled_from(("accepted", "rejected"))

    @rule(count=st.integers(1, 3), fate=fates)
    def add(self, count: int, fate: tuple[str, int]) -> None:
        facts = [fact(self.made + number) for number in range(count)]
        self.made += count
        after = {**self.now, **{one.id: ("unreviewed", None, None) for one in facts}}
        self.change(lambda: store.append(self.path, facts=facts), after, fate)

    @rule(
        which=st.integers(0, 50),
        review=st.sampled_from(("accepted", "rejected")),
        note=st.none() | st.just("n"),
        fate=fates,
    )
    def review(self, which: int, review: str, note: str | None, fate: tuple[str, int]) -> None:
        if not self.own:
            return
        id = self.own[which % len(self.own)]
        after = {**self.now, id: (review, note, self.now[id][2])}
        self.change(lambda: store.review(self.path, id, review=review, note=note), after, fate)

    @rule(which=st.integers(0, 50), year=st.integers(1990, 2030), fate=fates)
    def correct(self, which: int, year: int, fate: tuple[str, int]) -> None:
        if not self.own:
            return
        id = self.own[which % len(self.own)]
        said = {"period": str(year), "place": f"+Town {year}"}
        new = corrected(fact(0), said, Vocabulary()).new
        words = Vocabulary(entities={one.id: one for one in new})
        revision = {id: lambda now: corrected(now, said, words).fact}
        after = {**self.now, id: ("accepted", self.now[id][1], year)}
        self.change(lambda: store.revise(self.path, revision, entities=new), after, fate)

    @rule(source=st.sampled_from("ab"), numbers=st.sets(st.integers(1000, 1009), max_size=4), fate=fates)
    def read_article(self, source: str, numbers: set[int], fate: tuple[str, int]) -> None:
        """An article as it is now: what it states no more is gone."""
        text = " ".join(fact(number).evidence.sentence for number in sorted(numbers))
        facts = tuple(fact(number, source, None) for number in sorted(numbers))
        read = Read(source=Source(id=source, text=text), facts=facts, extractor="curated")
        every = {fact(number, source, None).id for number in range(1000, 1010)}
        after = {id: known for id, known in self.now.items() if id not in every}
        after |= {one.id: ("unreviewed", None, None) for one in facts}
        if after == self.now:
            fate = ("goes well", 0)  # Its text may change all the same, of which no fact tells.
        self.change(lambda: store.absorb(self.path, [read]), after, fate)
        self.before = self.generation_before(self.before, self.now)

    @rule(fate=fates)
    def restore(self, fate: tuple[str, int]) -> None:
        if self.before is None:
            assert self.attempt(lambda: self.restored_or_refused(), ("goes well", 0)) == "done"
            return
        now, before = None if self.broken is not None else self.now, self.before
        how = self.attempt(lambda: restoring.restore(self.path), fate)
        if how == "died":
            with durable.held(self.path):  # Which ends what was begun.
                pass
        changed = self.broken is None or self.path.read_bytes() != self.broken
        if how == "done":
            self.now, self.before, self.broken = before, now, None
            assert state(self.path) == before
        elif how == "died" and changed:
            found = state(self.path)
            assert found in (now, before)
            self.now, self.broken = found, None
        self.before = self.generation_before(now, before)

    def restored_or_refused(self) -> None:
        before = self.path.read_bytes()
        try:
            restoring.look(self.path)
        except (errors.NoInput, errors.BadData):
            assert self.path.read_bytes() == before

    @rule(junk=st.sampled_from((b"", b"{", b'{"meta": 1}', b"\xff\xfe")))
    def somebody_breaks_the_store(self, junk: bytes) -> None:
        if self.broken is not None or self.before is None:
            return
        self.path.write_bytes(junk)
        self.broken = junk

    @rule(junk=st.sampled_from((b"", b"{}")))
    def somebody_breaks_the_generation_before(self, junk: bytes) -> None:
        if self.broken is not None:
            return
        previous = durable.previous(self.path)
        previous.unlink(missing_ok=True)
        previous.write_bytes(junk)
        self.before = None

    @rule(name=st.sampled_from("xyz"), fate=fates)
    def bookmark(self, name: str, fate: tuple[str, int]) -> None:
        place = Bookmark(name, str(self.path), f"find={name}")
        after = [one for one in self.places if one != place]
        after = after if len(after) < len(self.places) else [*after, place]
        how = self.attempt(lambda: bookmarks.toggle(self.kept, place), fate)
        found = bookmarks.load(self.kept)
        assert found == after if how == "done" else found == self.places if how == "failed" else True
        assert found in (self.places, after)
        self.places = found

    @rule(source=st.sampled_from("ab"), count=st.integers(0, 2), fate=fates)
    def set_aside(self, source: str, count: int, fate: tuple[str, int]) -> None:
        rows = [{"source": source, "extractor": "rules", "reason": str(number), "fact": {}} for number in range(count)]
        after = {**self.aside, source: count}
        how = self.attempt(lambda: setaside.replace(self.path, {(source, "rules")}, rows), fate)
        kept = [one["source"] for one in setaside.read(self.path)]
        found = {source: kept.count(source) for source in "ab"}
        known = [{one: counts.get(one, 0) for one in "ab"} for counts in (self.aside, after)]
        assert found in known
        assert found == known[how == "done"] or how == "died"
        self.aside = found

    @property
    def own(self) -> list[str]:
        """Facts that no article brought."""
        return sorted(id for id in self.now if id.startswith("w"))

    @invariant()
    def the_store_holds_what_was_acknowledged(self) -> None:
        if self.broken is not None:
            assert self.path.read_bytes() == self.broken
        else:
            assert state(self.path) == self.now

    @invariant()
    def no_correction_is_lost(self) -> None:
        if self.broken is None:
            for one in store.read(self.path).facts:
                year = self.now[one.id][2]
                assert year is None or (one.period.end, one.place) == (date(year, 12, 31), f"town-{year}")

    def teardown(self) -> None:
        self.directory.cleanup()


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=LIVES, stateful_step_count=15, deadline=None)


# --- Many at once -------------------------------------------------------------------------------

PROCESSES = multiprocessing.get_context("fork")


def _adds(path: Path, number: int) -> str:
    store.append(path, facts=[fact(number, writer="add")])
    return f"add{number}"


def _imports(path: Path, number: int) -> str:
    ours = [fact(10_000 + 3 * number + one, writer="import") for one in range(3)]
    store.append(path, facts=ours, title="Made by who comes first")
    return " ".join(one.id for one in ours)


def _ingests(path: Path, number: int) -> str:
    one = fact(20_000 + number, f"article-{number}", None)
    store.absorb(path, [Read(source=Source(id=f"article-{number}", text=one.evidence.sentence), facts=(one,))])
    return one.id


def _reviews(path: Path, number: int) -> str:
    store.update(path, {f"seed{number}": {"review": "accepted", "note": f"n{number}"}})
    return f"seed{number}"


WORK = (_adds, _imports, _ingests, _reviews)


def _write_on(work: Callable[[Path, int], str], path: Path, log: Path) -> None:
    with log.open("a") as acknowledged:
        for number in range(ROUNDS):
            acknowledged.write(f"{work(path, number)}\n")
            acknowledged.flush()


def _read_on(path: Path, cache: Path, done: Any, result: Any) -> None:
    """Read the store and its index on and on: never less than there was."""
    reads, most = 0, 0
    while not done.is_set():
        index = opening.open_index(path, cache=cache)
        counts = [len(store.read(path).facts), index.count(View())]
        index.close()
        if counts[0] < most:
            result.put(f"{counts} facts after {most}")
            return
        reads, most = reads + 1, counts[0]
    result.put(reads)


def test_four_who_write_each_in_another_way_and_two_who_read_lose_nothing(tmp_path: Path) -> None:
    path, cache = tmp_path / "facts.json", tmp_path / "cache"
    store.append(path, facts=[fact(50_000 + number, writer="seed") for number in range(0)], title="Together")
    seeds = [replace(fact(50_000 + number), id=f"seed{number}") for number in range(ROUNDS)]
    store.append(path, facts=seeds)
    done, result = PROCESSES.Event(), PROCESSES.Queue()
    readers = [PROCESSES.Process(target=_read_on, args=(path, cache, done, result), daemon=True) for _ in range(2)]
    logs = [tmp_path / f"log{number}" for number in range(len(WORK))]
    writers = [
        PROCESSES.Process(target=_write_on, args=(work, path, log), daemon=True)
        for work, log in zip(WORK, logs, strict=True)
    ]
    for process in (*readers, *writers):
        process.start()
    deadline = time.monotonic() + 60 + 10 * ROUNDS
    for process in writers:
        process.join(max(1, deadline - time.monotonic()))
    done.set()
    reads = [result.get(timeout=60) for _ in readers]
    for process in readers:
        process.join()
    assert [process.exitcode for process in writers] == [0, 0, 0, 0]
    assert all(isinstance(count, int) and count > 0 for count in reads), reads
    facts = {one.id: one for one in store.read(path).facts}
    acknowledged = [log.read_text().split() for log in logs]
    assert [len(ids) for ids in acknowledged] == [ROUNDS, 3 * ROUNDS, ROUNDS, ROUNDS]
    assert {id for ids in acknowledged for id in ids} == facts.keys()
    assert [(facts[id].review, facts[id].note) for id in acknowledged[3]] == [
        ("accepted", f"n{number}") for number in range(ROUNDS)
    ]
    assert left_over(tmp_path) == []
