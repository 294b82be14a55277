"""Rows for programs and documents: JSON, JSON lines, CSV and Markdown, each as lines of text.

The commands print with it and the explorer exports with it. Whatever it gives is safe to show.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from cqtui import notation, tabular
from cqtui.model import Change, Evidence, Fact, Period, Source
from cqtui.rows import json_text, row
from cqtui.sanitize import clean, clean_line
from cqtui.vocabulary import Vocabulary

FORMATS = ("jsonl", "json", "csv", "md")
"""The formats that facts can be exported in; the first is the one that `import` reads."""

Row = Mapping[str, Any]
Cite = Callable[[str], "Source | None"]
"""The source with an id."""

_FACT_TABLE = ("who", "what", "value", "period", "status", "as written", "source", "id")


def facts(facts: Iterable[Fact], format: str, vocabulary: Vocabulary, source: Cite) -> Iterator[str]:
    """`facts` in one of `FORMATS`, line by line, without the line breaks."""
    if format == "md":
        rows = [_fact_cells(fact, vocabulary, source) for fact in facts]
        return iter(tabular.markdown_table(_FACT_TABLE, rows).split("\n"))
    if format == "csv":
        return csv_lines((_flat_fact(fact, source) for fact in facts), FACT_COLUMNS)
    return lines((row(fact) for fact in facts), format)


def lines(rows: Iterable[Row], format: str) -> Iterator[str]:
    """`rows` as JSON lines, as one JSON array, or as CSV whose columns are the first row's keys."""
    if format == "jsonl":
        yield from map(json_text, rows)
    elif format == "csv":
        listed = list(rows)
        yield from csv_lines(listed, list(listed[0]) if listed else ())
    else:
        # A row a line, so that a long array is written as it comes and can be read and compared.
        before = "["
        for one in rows:
            yield before if before == "[" else before + ","
            before = " " + json_text(one)
        yield from (before, "]") if before != "[" else ("[]",)


def csv_lines(rows: Iterable[Row], columns: Sequence[str]) -> Iterator[str]:
    """A header and the rows as CSV. A cell that a spreadsheet would run as a formula is defused."""
    import csv

    class Line:
        """What a row was written as."""

        text = ""

        def write(self, text: str) -> None:
            self.text = text.removesuffix("\n")

    line = Line()
    writer = csv.writer(line, lineterminator="\n")  # A cell is put in quotes for what ends a line.
    writer.writerow(columns)
    yield line.text
    for one in rows:
        writer.writerow([_csv_cell(one.get(column)) for column in columns])
        yield line.text


_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?(E[+-]?[0-9]+)?")
_FORMULA = re.compile(r"^(?= *[=+\-@＝＋－＠]|[\t\n])|(?<=[;\t\n])(?= *[=+\-@＝＋－＠])")
"""Where a formula begins, to Excel, LibreOffice or Google Sheets; where semicolons part cells, inside one too."""


def _csv_cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Sequence) and not isinstance(value, str) and all(isinstance(one, str) for one in value):
        value = "; ".join(value)
    elif isinstance(value, Mapping | Sequence) and not isinstance(value, str):
        value = json_text(value)
    text = clean(str(value))
    return text if _NUMBER.fullmatch(text) else _FORMULA.sub("'", text)


def _nested(name: str, kind: type) -> tuple[str, ...]:
    return tuple(f"{name}.{part}" for part in kind.__dataclass_fields__)  # type: ignore[attr-defined]


_NESTED: dict[str, type] = {"period": Period, "change": Change, "evidence": Evidence}
FACT_COLUMNS = (
    *(
        column
        for name in Fact.__dataclass_fields__
        for column in (_nested(name, _NESTED[name]) if name in _NESTED else (name,))
    ),
    "citation",
)
"""The columns of a fact in CSV: the fields of its row, those inside another dotted."""


def _flat_fact(fact: Fact, source: Cite) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in row(fact).items():
        if isinstance(value, dict):
            flat.update({f"{name}.{part}": inner for part, inner in value.items()})
        else:
            flat[name] = value
    flat["alternatives"] = "; ".join(f"{one.field} {one.value}: {one.why}" for one in fact.alternatives)
    return {**flat, "citation": _citation(fact, source)}


def _fact_cells(fact: Fact, vocabulary: Vocabulary, source: Cite) -> list[str]:
    cells = (
        vocabulary.entity(fact.entity).name,
        vocabulary.measure(fact),
        notation.full_amount(fact, vocabulary),
        notation.period(fact.period),
        fact.status,
        fact.as_written,
        _citation(fact, source),
        fact.id,
    )
    return [clean_line(cell) for cell in cells]


def _citation(fact: Fact, source: Cite) -> str:
    cited = notation.citation(source(fact.evidence.source) or Source(id=fact.evidence.source))
    return cited if fact.evidence.paragraph is None else f"{cited}, ¶ {fact.evidence.paragraph}"
