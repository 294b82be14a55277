"""Like for like: whether figures may be set against each other, why or why not, and what follows.

The answer is a verdict with its reasons, never a bare number:

- *agree*: the same question (entity, place, measure, period, status), and wording and rounding
  allow one true value for both; or one follows from the other with a third figure;
- *conflict*: the same question, and no one value fits both; or what one states of its change or
  share does not fit the other;
- *comparable*: the same measure of different entities or of periods of equal length, or the same
  question where the wording decides nothing;
- *not comparable*: a reason stands against it (`Reason.blocks`).

`reasons` finds them (`scope`, `timing` and `money` an aspect each), `relations` tries two figures on one
another and `chains` many, `derive` and `implied` do the arithmetic, `aspects` sets the facts side by side,
`telling` says it.
"""

from cqtui.compare.aspects import Aspect, aspects
from cqtui.compare.figures import Derived
from cqtui.compare.implied import implied
from cqtui.compare.interval import TOLERANCES
from cqtui.compare.knowledge import Knowledge
from cqtui.compare.reason import KINDS, MEANINGS, Reason, ReasonKind
from cqtui.compare.telling import as_markdown, as_text, comparison_row, headline
from cqtui.compare.verdict import MOST, Comparison, Verdict, compare, judge

__all__ = [
    "KINDS", "MEANINGS", "MOST", "TOLERANCES", "Aspect", "Comparison", "Derived", "Knowledge", "Reason", "ReasonKind",
    "Verdict", "as_markdown", "as_text", "aspects", "compare", "comparison_row", "headline", "implied", "judge",
]  # fmt: skip
