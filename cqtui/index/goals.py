"""The question which figures may answer a target, a plan or a forecast."""

from __future__ import annotations

from collections.abc import Sequence

from cqtui.index.contested import Condition
from cqtui.index.sql import marks
from cqtui.model import Fact
from cqtui.vocabulary import FLOORS

GOALS = "status IN ('target', 'plan', 'forecast') AND review <> 'rejected'"


def answers(goal: Fact, members: Sequence[str]) -> Condition:
    """The condition on a fact to say something of `goal`: of the same measure, or of one that shows it at least,
    about the same entity, its parts, its wholes, or one of the `members` that its joint name is made of."""
    metrics = [one for one in (goal.metric, FLOORS.get(goal.metric)) if one]
    kin = [goal.entity, *members]
    # Entities and measures by their codes, so that only facts of both are ever read.
    return (
        f"fact.measure IN (SELECT code FROM measure WHERE metric IN ({marks(metrics)}) AND item = ?)"
        f" AND fact.entity IN (SELECT code FROM entity WHERE id IN ({marks(kin)}) UNION SELECT part.part FROM part"
        " JOIN entity ON entity.code = part.whole WHERE entity.id = ? UNION SELECT part.whole FROM part"
        " JOIN entity ON entity.code = part.part WHERE entity.id = ?)"
        " AND status IN ('actual', 'estimate') AND review <> 'rejected'"
    ), [*metrics, goal.item or "", *kin, goal.entity, goal.entity]
