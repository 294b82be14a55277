"""Exchange rates by year, each with its source: what lets amounts in two currencies be set side by side.

The package's own file holds annual averages; a user's file of the same layout replaces what it gives.
Without a rate for a year nothing is converted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from cqtui import tomlfiles
from cqtui.errors import BadData

OWN_FILE = Path(__file__).with_name("rates.toml")
DOLLAR = "USD"


@dataclass(frozen=True, slots=True)
class Rate:
    """What one `of` was worth in `into`, on the average of `year`, and who says so."""

    of: str
    into: str
    year: int
    value: Fraction
    source: str


@dataclass(frozen=True, slots=True)
class Rates:
    """The rates that are known: units of a currency for a dollar, by currency and year."""

    per_dollar: Mapping[tuple[str, int], Fraction] = field(default_factory=dict)
    sources: Mapping[tuple[str, int], str] = field(default_factory=dict)

    def rate(self, of: str, into: str, year: int) -> Rate | None:
        """The rate between two currencies in a year, over the dollar where need be; None if unknown."""
        legs = [self._leg(one, year) for one in (of, into)]
        if of == into or None in legs:
            return None
        said = dict.fromkeys(self.sources.get((one, year), "") for one in (of, into) if one != DOLLAR)
        value = Fraction(legs[1] or 0) / Fraction(legs[0] or 1)
        return Rate(of, into, year, value, ", ".join(filter(None, said)))

    def _leg(self, currency: str, year: int) -> Fraction | None:
        return Fraction(1) if currency == DOLLAR else self.per_dollar.get((currency, year))


NONE = Rates()


def load(paths: Iterable[Path] = (OWN_FILE,)) -> Rates:
    """The rates that the files at `paths` give together; a later file's replace an earlier one's.

    Raises:
        NoInput: a file cannot be read.
        BadData: a file is not TOML, or says something that is not a rate; says which.
    """
    per_dollar: dict[tuple[str, int], Fraction] = {}
    sources: dict[tuple[str, int], str] = {}
    for path in paths:
        data = tomlfiles.read(path, "exchange rates", Decimal)
        for known, kind in (("source", str), ("url", str), ("per_dollar", dict)):
            if known in data and not isinstance(data[known], kind):
                raise BadData(f"{path}: {known} is not {'a text' if kind is str else 'a table of currencies'}")
        if unknown := sorted(data.keys() - {"source", "url", "per_dollar"}):
            raise BadData(f"{path}: unknown key {unknown[0]!r}; there are source, url and per_dollar")
        source = data.get("source") or path.name
        for currency, years in data.get("per_dollar", {}).items():
            if not isinstance(years, dict):
                raise BadData(f"{path}: per_dollar.{currency} is not a table of years")
            for year, value in years.items():
                per_dollar[currency, _year(path, currency, year)] = _value(path, currency, year, value)
                sources[currency, int(year)] = source
    return Rates(per_dollar, sources)


def _year(path: Path, currency: str, year: str) -> int:
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        raise BadData(f"{path}: per_dollar.{currency}: {year!r} is not a year")
    return int(year)


def _value(path: Path, currency: str, year: str, value: object) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not 0 < value < 10**9:
        raise BadData(f"{path}: per_dollar.{currency}.{year}: {value!r} is not what a dollar was worth")
    return Fraction(value)
