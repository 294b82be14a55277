"""Vocabulary files: TOML lists of entities, metrics, items and units, read and validated.

A file holds any of the array tables `[[entities]]`, `[[metrics]]`, `[[items]]` and `[[units]]`,
whose keys are the fields of `model.Entity`, `Metric`, `Item` and `Unit`. The package's own files in
`words/` hold what is common to any domain.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cqtui import tomlfiles, validate
from cqtui.errors import BadData
from cqtui.model import Entity, Item, Metric, Unit
from cqtui.vocabulary import Vocabulary

TABLES: dict[str, type[Any]] = {
    "entities": Entity,
    "metrics": Metric,
    "items": Item,
    "units": Unit,
}
OWN_FILES = sorted((Path(__file__).parent / "words").glob("*.toml"))


def load(paths: Iterable[Path] = OWN_FILES) -> Vocabulary:
    """The vocabulary that the files at `paths` make together; a later row replaces an earlier one.

    Raises:
        NoInput: a file cannot be read.
        BadData: a file is not TOML, has an unknown table, or a row is not valid; says which.
    """
    tables: dict[str, dict[str, Any]] = {name: {} for name in TABLES}
    for path in paths:
        data = tomlfiles.read(path, "vocabulary file", validate.decimal)
        for name, rows in data.items():
            if name not in TABLES or not isinstance(rows, list):
                raise BadData(f"{path}: unknown table {name!r}; it may hold {', '.join(TABLES)}")
            for number, row in enumerate(rows, start=1):
                try:
                    value = validate.value(TABLES[name], row)
                except validate.BadRow as error:
                    raise BadData(f"{path}: {name}, row {number}: {error}") from None
                tables[name][value.id] = value
    return Vocabulary(**tables)
