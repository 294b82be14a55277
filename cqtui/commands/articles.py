"""Files as documents to ingest: which files are meant, what a person adds to them, what each is called."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cqtui import absorbing, config, wordfiles
from cqtui.commands.asking import Asked
from cqtui.errors import BadData, CqtuiError, NoInput, UsageError, unreadable
from cqtui.ingest.document import Document, Extractor
from cqtui.model import Entity, Source
from cqtui.sanitize import clean, clean_line
from cqtui.vocabulary import Vocabulary

if TYPE_CHECKING:
    from cqtui.ingest.confined import Child

STANDARD_INPUT = "-"
_SUFFIXES = (".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".pdf", ".docx")
"""What is read of a directory. A file that is named is read whatever its name."""
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a person says of the documents. Said of one file, it stands against what the file says; of
    several, it fills in what each lacks."""

    published: date | None = None
    publisher: str | None = None
    title: str | None = None
    url: str | None = None
    language: str | None = None
    encoding: str | None = None
    fills: bool = False

    @classmethod
    def from_options(cls, asked: Asked, files: int = 1) -> Given:
        """What the options say of so many files.

        Raises:
            UsageError: an option is empty, or can be true of one file alone.
        """
        said = {
            name: clean_line(text).strip()
            for name in ("publisher", "title", "url", "language")
            if (text := asked.option(name)) is not None
        }
        for name, text in said.items():
            if not text:
                raise UsageError(f"--{name}: give a text")
        for name in ("title", "url"):
            if files > 1 and name in said:
                raise UsageError(f"--{name} is said of one file, and here are {files}")
        return cls(published=asked.option("date"), encoding=asked.option("encoding"), fills=files > 1, **said)

    def added_to(self, source: Source) -> Source:
        """The source with all of this that is to be said of it."""
        said = {name: getattr(self, name) for name in _SAID}
        told = {name: value for name, value in said.items() if value is not None}
        if self.fills:
            told = {name: value for name, value in told.items() if getattr(source, name) is None}
        return replace(source, **told)

    def agrees(self, source: Source) -> bool:
        """Whether the source says all of this already."""
        return self.added_to(source) == source


_SAID = ("published", "publisher", "title", "url", "language")


class Article(NamedTuple):
    """A document that was read, what reads it, and what to tell a person about the file."""

    document: Document
    extractor: Extractor
    warnings: tuple[str, ...] = ()


def files(names: Iterable[str], extractor: str) -> list[str]:
    """The files that are named, and those in the directories that are, in order; each once.

    Raises:
        NoInput: a directory cannot be read.
    """
    suffixes = (".jsonl",) if extractor == "langextract" else _SUFFIXES
    found: dict[str, None] = {}
    for name in names:
        if name != STANDARD_INPUT and Path(name).is_dir():
            found |= dict.fromkeys(_inside(Path(name), suffixes))
        else:
            found[name] = None
    return list(found)


def _inside(folder: Path, suffixes: tuple[str, ...]) -> Iterator[str]:
    def refuse(error: OSError) -> None:
        raise unreadable(str(error.filename), error, "check the name and its permissions") from None

    for at, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and name.lower().endswith(suffixes):
                yield str(Path(at) / name)


def articles(name: str, given: Given, extractor: Extractor | None, child: Child | None = None) -> Iterator[Article]:
    """The documents in the file `name`: one, which `extractor` is to read; or where that is None, those
    in a file of LangExtract's, each with what was extracted from it.

    Raises:
        NoInput, BadData, UsageError: the file cannot be read; says why in one line.
    """
    if extractor is None:
        yield from _extracted(name, given)
        return
    document, warnings = read_document(name, given, child)
    yield Article(document, extractor, warnings)


def named_extractor(name: str) -> Extractor | None:
    """The extractor that `--extractor` names; None for LangExtract, whose files bring theirs along.

    Raises:
        UsageError: it needs an endpoint, and none is set.
    """
    if name == "langextract":
        return None
    if name == "openai":
        from cqtui.ingest.openai import Endpoint, OpenAI

        return OpenAI(Endpoint.from_environment())
    from cqtui.ingest.rules import Rules

    return Rules()


def read_document(name: str, given: Given, child: Child | None = None) -> tuple[Document, tuple[str, ...]]:
    """The file `name` ("-" is the standard input) as a document, and what to tell of it.

    Its text is cleaned, one code point for one, so that offsets are those of the file as it was given.
    """
    from cqtui.ingest import blocks, read

    path = None if name == STANDARD_INPUT else Path(name)
    try:
        raw = read.read(path, encoding=given.encoding, data=_standard_input() if path is None else None, child=child)
    except ValueError as error:  # a NUL in the name
        raise NoInput(f"{clean_line(name)}: cannot be read: {error}") from None
    document = blocks.document(
        clean(raw.text), title=raw.title, publisher=raw.publisher, published=raw.published, url=raw.url,
        language=raw.language, encoding=raw.encoding,
    )  # fmt: skip
    document = replace(document, source=given.added_to(document.source))
    return named(document, _own_name(name, document.source)), raw.warnings


def _extracted(name: str, given: Given) -> Iterator[Article]:
    from cqtui.ingest import blocks, langextract, read

    path = None if name == STANDARD_INPUT else Path(name)
    raw = read.read(path, encoding=given.encoding, data=_standard_input() if path is None else None)
    for one in langextract.read(raw.text, name):
        document = blocks.document(one.text)
        document = replace(document, source=given.added_to(document.source))
        yield Article(named(document, _slug(one.id)), langextract.LangExtract(one.extractions))


def _standard_input() -> bytes:
    if sys.stdin is None:
        raise NoInput("the standard input is closed; name a file")
    from cqtui.ingest.read import LARGEST

    return sys.stdin.buffer.read(max(LARGEST.values()) + 1)  # It may have no end.


def named(document: Document, id: str) -> Document:
    """The document under another id, with the hash of its text."""
    digest = sha256(document.text.encode()).hexdigest()
    return replace(document, source=replace(document.source, id=id, sha256=digest))


def _own_name(name: str, source: Source) -> str:
    return _slug(Path(name).stem if name != STANDARD_INPUT else source.title or "standard-input")


def _slug(text: str) -> str:
    """An id that is a file's name without its ending: blanks become hyphens."""
    return re.sub(r"[\s@]+", "-", clean_line(text).strip())[:_LONGEST_NAME].strip("-") or "document"


def in_store(document: Document, known: Mapping[str, Source], taken: Iterable[str]) -> Document:
    """The document under the id it has in a store that has the sources `known`, filled up with what
    the store knows of it. `taken` are ids of other documents of the same run."""
    id = absorbing.source_id(document.source.id, document.source, known, taken)
    source = absorbing.with_gaps_filled(replace(document.source, id=id), known.get(id))
    return replace(document, source=source)


def known_words(entities: Sequence[Entity]) -> Vocabulary:
    """The words that an ingest knows: the package's, the demo's names, the user's, and `entities`.

    The user's are the files `words/*.toml` in the configuration folder.

    Raises:
        NoInput, BadData: a file of the user's is not what it should be; says which.
    """
    words = wordfiles.load([*wordfiles.OWN_FILES, *user_words()])
    names = {one.id: one for one in (*_demo_entities(), *words.entities.values(), *entities)}
    return replace(words, entities=names)


def user_words() -> list[Path]:
    """The user's own vocabulary files, in the order of their names."""
    return sorted((config.config_file().parent / "words").glob("*.toml"))


def _demo_entities() -> tuple[Entity, ...]:
    """Names of the store that ships: so that what is read goes with it. Without it there are fewer."""
    from cqtui import store
    from cqtui.opening import demo_store

    try:
        return store.read(demo_store()).entities
    except (NoInput, BadData):
        return ()


def failure(name: str, error: CqtuiError) -> str:
    """Why a file could not be ingested, in one line that names it."""
    said = clean_line(str(error))
    shown = clean_line(name)
    return said if said.startswith(("standard input", shown)) else f"{shown}: {said}"
