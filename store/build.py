#!/usr/bin/env python3
"""Builds the store that ships, `facts.json`: the rules read the briefs, and recorded reviews are applied.

    python store/build.py                      write store/facts.json
    python store/build.py --check              exit 1 if store/facts.json is not what it would write
    python store/build.py --propose-reviews    write store/reviews.toml anew, so that the store says what
                                               tests/oracle does; to be looked through by a person

It knows how a brief's header is read, and what a fact must satisfy before it ships: every figure
stands where it says, in its sentence and paragraph, and every word it uses is listed. The same
inputs give the same bytes. Exit codes are those of the program: 65 for bad data.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]  # so that a checkout builds its store without being installed

import confined  # noqa: E402
import reviews  # noqa: E402

from cqtui import durable, store, validate, wordfiles  # noqa: E402
from cqtui.errors import BadData, CqtuiError, NoInput  # noqa: E402
from cqtui.ingest import blocks  # noqa: E402
from cqtui.ingest.pipeline import ingest  # noqa: E402
from cqtui.ingest.rules import Rules  # noqa: E402
from cqtui.model import Evidence, Fact, Source, identified  # noqa: E402
from cqtui.vocabulary import Vocabulary  # noqa: E402

TITLE = "Chongqing electronics"
STORE = HERE / "facts.json"
ENTITIES = HERE / "entities.toml"
SOURCES = HERE / "sources"
REVIEWS = HERE / "reviews.toml"
ORACLE = HERE.parent / "tests" / "oracle"
"""What the briefs say, read by people: a file of facts for each brief."""

HEAD = """\
# What people made of the figures that the rules read in the briefs; store/reviews.py says how to read it.
# Written by `python store/build.py --propose-reviews`, which keeps the reasons, and looked through.

"""

HEADER = {
    "Title": "title",
    "Publisher": "publisher",
    "Published": "published",
    "Url": "url",
    "Language": "language",
}
"""Header lines of a brief that are fields of its source. `Brief` must be yes; a `Note` is for readers."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Build store/facts.json from the briefs and the reviews.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if facts.json differs")
    parser.add_argument("--propose-reviews", action="store_true", help="write reviews.toml as tests/oracle asks for it")
    options = parser.parse_args(arguments)
    try:
        if options.propose_reviews:
            durable.replace(REVIEWS, proposed().encode())
            print(reviews.told(reviews.read(REVIEWS)))
            return 0
        data = built()
        if options.check:
            if STORE.is_file() and STORE.read_bytes() == data:
                return 0
            print(f"{STORE}: is not what its sources give; run python store/build.py", file=sys.stderr)
            return 1
        durable.replace(STORE, data)
        print(reviews.told(reviews.read(REVIEWS)))
    except CqtuiError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


def built(sources: Path = SOURCES, entities: Path = ENTITIES, reviewed: Path = REVIEWS) -> bytes:
    """The bytes of the store that the briefs in `sources`, the names in `entities` and the reviews make.

    Raises:
        NoInput: a file cannot be read, or there is no brief.
        BadData: a brief, a review, a fact or a word is not what it must be; says which, in one line.
    """
    words = wordfiles.load([*wordfiles.OWN_FILES, entities])
    read = {source.id: source for source in map(brief, _briefs(sources))}
    facts = identified(reviews.applied(reviews.read(reviewed), _read(read.values(), words), words))
    facts = [replace(fact, evidence=_evidence(fact, read)) for fact in facts]
    for fact in facts:
        problem = next(_problems(fact, read[fact.evidence.source], words), None)
        if problem:
            raise BadData(f"{fact.as_written!r} at {fact.evidence.start} of {fact.evidence.source}: {problem}")
    repeated = _first_repeated(fact.id for fact in facts)
    if repeated:
        raise BadData(f"{sources}: two facts have the id {repeated}: they say the same in the same place")
    return store.serialize(
        confined.to_its_facts(
            store.Contents(
                title=TITLE,
                sources=tuple(read.values()),
                entities=tuple(words.entities.values()),
                metrics=tuple(words.metrics.values()),
                items=tuple(words.items.values()),
                units=tuple(words.units.values()),
                facts=tuple(facts),
            )
        )
    )


def proposed(oracle: Path = ORACLE) -> str:
    """The text of `reviews.toml` that makes of what the rules read what `oracle` says.

    Raises:
        NoInput, BadData: as `built`.
    """
    words = wordfiles.load([*wordfiles.OWN_FILES, ENTITIES])
    right: list[Fact] = []
    for path in sorted(oracle.glob("*.jsonl")):
        rows = (json.loads(line, parse_float=validate.decimal) for line in _text(path).splitlines())
        right += [validate.value(Fact, row) for row in rows]
    before = reviews.read(REVIEWS) if REVIEWS.exists() else []
    return HEAD + reviews.proposed(_read(map(brief, _briefs(SOURCES)), words), right, before)


def _briefs(folder: Path) -> list[Path]:
    briefs = sorted(folder.glob("*.txt"))
    if not briefs:
        raise NoInput(f"{folder}: holds no briefs")
    return briefs


def _read(sources: Iterable[Source], words: Vocabulary) -> list[Fact]:
    """What the rules read in the briefs, as `cqtui ingest` does."""
    rules = Rules()
    documents = (replace(blocks.document(source.text or ""), source=source) for source in sources)
    return [fact for document in documents for fact in ingest(document, rules, words).facts]


def _evidence(fact: Fact, sources: Mapping[str, Source]) -> Evidence:
    """The fact's evidence with its paragraph, which one that was added by hand lacks."""
    source = sources.get(fact.evidence.source)
    if fact.evidence.paragraph is not None or source is None:
        return fact.evidence
    marks = re.findall(r"^\[¶ (\d+)\] ", (source.text or "")[: fact.evidence.start], re.MULTILINE)
    return replace(fact.evidence, paragraph=int(marks[-1]) if marks else None)


def brief(path: Path) -> Source:
    """The source that the brief at `path` stands for; its id is the file's name.

    Raises:
        NoInput, BadData: as `built`.
    """
    text = _text(path)
    header: dict[str, str] = {}
    for line in text.partition("\n\n")[0].splitlines():
        key, colon, content = line.partition(":")
        if not colon or key not in (*HEADER, "Brief", "Note"):
            raise BadData(f"{path}: {line[:40]!r} is no header line; it may have {', '.join(HEADER)}, Brief, Note")
        header[key] = content.strip()
    if header.get("Brief") != "yes":
        raise BadData(f'{path}: the header needs the line "Brief: yes"')
    row = {name: header[key] for key, name in HEADER.items() if key in header}
    digest = hashlib.sha256(text.encode()).hexdigest()
    try:
        source = validate.value(Source, {**row, "id": path.stem, "brief": True, "sha256": digest, "text": text})
    except validate.BadRow as error:
        raise BadData(f"{path}: {error}") from None
    if source.text != text:
        raise BadData(f"{path}: has characters that do not belong in a text (controls, direction marks)")
    return source


def _problems(fact: Fact, source: Source, words: Vocabulary) -> Iterator[str]:
    """What keeps a fact from shipping, each in one line."""
    for field, id, known in (
        ("entity", fact.entity, words.entities),
        ("place", fact.place, words.entities),
        ("metric", fact.metric, words.metrics),
        ("item", fact.item, words.items),
        ("unit", fact.unit, words.units),
        ("per", fact.per, words.units),
    ):
        if id is not None and id not in known:
            yield f"{field}: {id!r} is not listed"
    text, evidence = source.text or "", fact.evidence
    paragraph = _paragraph(text, evidence.paragraph)
    if paragraph is None:
        yield f"evidence.paragraph: the brief has no [¶ {evidence.paragraph}]"
        return
    at = text.find(evidence.sentence, *paragraph)
    if at < 0:
        yield f"evidence.sentence: does not stand in [¶ {evidence.paragraph}]"
        return
    start, end = evidence.start, evidence.end
    if start is None or end is None or text[start:end] != fact.as_written:
        found = text.find(fact.as_written, at, at + len(evidence.sentence))
        hint = f"it stands at {found} to {found + len(fact.as_written)}" if found >= 0 else "nor in its sentence"
        yield f"evidence: {fact.as_written!r} does not stand at {start} to {end}; {hint}"
    elif not at <= start < end <= at + len(evidence.sentence):
        yield f"evidence: {start} to {end} is outside the sentence"


def _paragraph(text: str, number: int | None) -> tuple[int, int] | None:
    """Where the brief's paragraph on the original's paragraph `number` starts and ends."""
    found = re.search(rf"^\[¶ {number}\] .*$", text, re.MULTILINE)
    return found and found.span()


def _first_repeated(ids: Iterable[str]) -> str | None:
    seen: set[str] = set()
    for id in ids:
        if id in seen:
            return id
        seen.add(id)
    return None


def _text(path: Path) -> str:
    try:
        # Bytes decoded here, so that no newline is translated and offsets hold on every system.
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise NoInput(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise BadData(f"{path}: is not UTF-8 text (byte {error.start})") from None


if __name__ == "__main__":
    sys.exit(main())
