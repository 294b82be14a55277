"""What figures are compared in the light of: words, exchange rates, sources, and the store's other facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from cqtui.model import Fact, Source
from cqtui.rates import NONE, Rates
from cqtui.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Knowledge:
    """With `rates` amounts in different currencies are set side by side. `sources` (by id) tell when a
    report was printed. `others` are facts that may bear on those compared: a whole that makes a share
    of a part. A fact compared may be among them."""

    vocabulary: Vocabulary
    rates: Rates = NONE
    sources: Mapping[str, Source] = field(default_factory=dict)
    others: Sequence[Fact] = ()

    def published(self, fact: Fact) -> date | None:
        """The day on which the fact's source was published, if known."""
        source = self.sources.get(fact.evidence.source)
        return source.published if source else None
