"""What people made of the figures that the rules read in the briefs: `reviews.toml`, read, applied, proposed.

A review names its figure by its place: source, words, and where they begin in the text. That stays when
the rules get better, as no id does that hangs on what they read. One of these it says:

- nothing more: the figure is accepted as it was read;
- `correct`, a list of field, the value it should have, and why: it is corrected, and accepted;
- `reject`, why: it is no such figure, and is left out;
- `add`, the fields of a figure that the rules did not find, with its `sentence` and `why`.

`note`, `also` (other readings that the words allow) and `confidence` (a person's: 1 where nothing is
said) go with the fact. A review whose figure is not read, or which corrects what is right already, is
refused, and so is a figure without a review: the file shrinks as the rules improve, and says no more
than is needed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from cqtui import rows, tomlfiles, validate
from cqtui.correcting import FIELDS, shown, with_fields
from cqtui.errors import BadData, UsageError
from cqtui.model import Evidence, Fact
from cqtui.vocabulary import Vocabulary

Place = tuple[str, int, str]
"""Source, where the words begin, and the words."""

_FIELDS: dict[str, type | tuple[type, ...]] = {
    "source": str, "at": int, "figure": str, "correct": list, "reject": str, "add": dict, "sentence": str, "why": str,
    "note": str, "confidence": (float, Decimal), "also": list,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Review:
    """One review, as it stands in the file. `where` names it in a complaint."""

    place: Place
    said: Mapping[str, Any]
    where: str

    def refused(self, why: str) -> BadData:
        source, at, figure = self.place
        return BadData(f"{self.where}: {figure!r} at {at} of {source}: {why}")


def read(path: Path) -> list[Review]:
    """The reviews in the file at `path`, in its order.

    Raises:
        NoInput, BadData: it cannot be read, or a review is not what it must be; says which, in one line.
    """
    data = tomlfiles.read(path, "reviews", validate.decimal)
    if data.keys() - {"reviews"} or not isinstance(data.get("reviews", []), list):
        raise BadData(f"{path}: may hold [[reviews]] and nothing else")
    return [_review(row, f"{path}, review {number}") for number, row in enumerate(data.get("reviews", []), start=1)]


def _review(row: Mapping[str, Any], where: str) -> Review:
    for name, value in row.items():
        if name not in _FIELDS or not isinstance(value, _FIELDS[name]):
            raise BadData(f"{where}: {name!r} is no field of a review, or of another sort than it should be")
    missing = [name for name in ("source", "at", "figure") if name not in row]
    if missing:
        raise BadData(f"{where}: has no {missing[0]}")
    review = Review((row["source"], row["at"], row["figure"]), row, where)
    if len(row.keys() & {"correct", "reject", "add"}) > 1:
        raise review.refused("says more than one of correct, reject and add")
    for one in row.get("correct", ()):
        if not isinstance(one, dict) or one.keys() != {"field", "to", "why"} or one["field"] not in FIELDS:
            raise review.refused(f"a correction gives field, to and why; fields are {', '.join(FIELDS)}")
    if "add" in row and not {"sentence", "why"} <= row.keys():
        raise review.refused("what is added needs its sentence, and why")
    return review


# Applying


def applied(reviews: Sequence[Review], facts: Iterable[Fact], words: Vocabulary) -> list[Fact]:
    """`facts` as they were read, with `reviews` applied: those that ship, by source and place.

    Raises:
        BadData: a review does not fit, or a fact has none; says which, in one line.
    """
    waiting: dict[Place, list[Review]] = {}
    for review in reviews:
        if "add" not in review.said:
            waiting.setdefault(review.place, []).append(review)
    ships: list[Fact] = []
    for fact in facts:
        fitting = waiting.get(place_of(fact))
        if not fitting:
            raise BadData(f"{_told(fact)}: is read by the rules, and has no review; accept, correct or reject it")
        review = fitting.pop(0)
        if "reject" not in review.said:
            ships.append(_with_remarks(_corrected(fact, review, words), review))
    for left in (review for fitting in waiting.values() for review in fitting):
        raise left.refused("is not read by the rules, or in other words; take the review out, or add the figure")
    ships += [_with_remarks(_added(review, words), review) for review in reviews if "add" in review.said]
    return sorted(ships, key=lambda fact: (fact.evidence.source, fact.evidence.start or 0, fact.evidence.end or 0))


def place_of(fact: Fact) -> Place:
    return fact.evidence.source, fact.evidence.start or 0, fact.as_written


def _told(fact: Fact) -> str:
    return f"{fact.as_written!r} at {fact.evidence.start} of {fact.evidence.source}"


def _corrected(fact: Fact, review: Review, words: Vocabulary) -> Fact:
    given = {one["field"]: one["to"] for one in review.said.get("correct", ())}
    try:
        now = with_fields(fact, given, words).fact
    except UsageError as error:
        raise review.refused(str(error)) from None
    for name in given:
        if shown(now, name) == shown(fact, name):
            raise review.refused(
                f"{name} is read as {shown(fact, name) or 'none'}, which is right; take the correction out"
            )
    return now


def _added(review: Review, words: Vocabulary) -> Fact:
    source, at, figure = review.place
    evidence = Evidence(source=source, start=at, end=at + len(figure), sentence=review.said["sentence"])
    bare = Fact(entity="?", metric="?", as_written=figure, evidence=evidence, extractor="curated")
    try:
        return with_fields(bare, {"entity": "", "metric": "", **review.said["add"]}, words).fact
    except (UsageError, KeyError) as error:
        raise review.refused(str(error)) from None


def _with_remarks(fact: Fact, review: Review) -> Fact:
    said = review.said
    also = [{"value": None, **one} if isinstance(one, dict) else one for one in said.get("also", ())]
    remarks = {"note": said.get("note"), "confidence": said.get("confidence", 1), "alternatives": also}
    try:
        return validate.value(Fact, {**rows.row(fact), **remarks, "id": "", "review": "accepted"})
    except validate.BadRow as error:
        raise review.refused(str(error)) from None


def told(reviews: Sequence[Review]) -> str:
    """How well the rules read, in one line."""
    corrected = [review for review in reviews if review.said.get("correct")]
    fields = sum(len(review.said["correct"]) for review in corrected)
    rejected, added = (sum(name in review.said for review in reviews) for name in ("reject", "add"))
    right = len(reviews) - len(corrected) - rejected - added
    return (
        f"{len(reviews) - rejected} facts: {right} as the rules read them, {len(corrected)} corrected in"
        f" {fields} fields, {added} added by hand; {rejected} rejected"
    )


# Proposing


def proposed(facts: Iterable[Fact], right: Sequence[Fact], before: Iterable[Review]) -> str:
    """The file of reviews that makes of `facts`, as they were read, what is `right`.

    Of the reviews `before`, reasons stay where the same is said of the same place.
    """
    reasons = _reasons(before)
    left = list(right)
    blocks: list[str] = []
    for fact in facts:
        best = max((one for one in left if _overlap(fact, one)), key=lambda one: _overlap(fact, one), default=None)
        if best is None:
            why = reasons.get((*place_of(fact)[:2], "reject"), "no figure of the list")
            blocks.append(_written(fact, {"reject": why}))
            continue
        left.remove(best)
        corrections = [
            {"field": name, "to": to, "why": reasons.get((*place_of(fact)[:2], name, to), f"read as {was or 'none'}")}
            for name, was, to in _differences(fact, best)
        ]
        blocks.append(_written(fact, {"correct": corrections, **_remarks(best)}))
    for one in left:
        fields = {name: shown(one, name) for name in FIELDS if name != "as_written" and shown(one, name)}
        why = reasons.get((*place_of(one)[:2], "add"), "not found by the rules")
        missed = {"sentence": one.evidence.sentence, "why": why}
        blocks.append(_written(one, {"add": fields, **missed, **_remarks(one)}))
    return "\n".join(blocks)


def _reasons(reviews: Iterable[Review]) -> dict[tuple[object, ...], str]:
    """Why a field was corrected, a figure rejected or added: by source, place, and what was done."""
    reasons: dict[tuple[object, ...], str] = {}
    for review in reviews:
        at = review.place[:2]
        reasons |= {(*at, one["field"], one["to"]): one["why"] for one in review.said.get("correct", ())}
        reasons |= {(*at, "reject"): review.said["reject"]} if "reject" in review.said else {}
        reasons |= {(*at, "add"): review.said["why"]} if "add" in review.said else {}
    return reasons


def _overlap(one: Fact, other: Fact) -> tuple[int, int] | None:
    """How much two figures share of the text, and of what they say; None if they stand apart."""
    a, b = one.evidence, other.evidence
    shared = min(a.end or 0, b.end or 0) - max(a.start or 0, b.start or 0)
    if a.source != b.source or shared <= 0:
        return None
    return shared, -len(list(_differences(one, other)))


def _differences(read: Fact, right: Fact) -> Iterator[tuple[str, str, str]]:
    for name in FIELDS:
        was, to = shown(read, name), shown(right, name)
        if was != to:
            yield name, was, to


def _remarks(fact: Fact) -> dict[str, Any]:
    also = [{"field": one.field, "value": one.value, "why": one.why} for one in fact.alternatives]
    return {"note": fact.note, "confidence": fact.confidence if fact.confidence < 1 else None, "also": also}


def _written(fact: Fact, said: Mapping[str, Any]) -> str:
    source, at, figure = place_of(fact)
    review = {"source": source, "at": at, "figure": figure, **said}
    lines = [f"{name} = {_toml(value)}" for name, value in review.items() if value not in (None, [])]
    return "\n".join(("[[reviews]]", *lines, ""))


def _toml(value: Any) -> str:
    if isinstance(value, list):
        return "".join(("[\n", *(f"  {_toml(one)},\n" for one in value), "]"))
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_toml(one)}" for key, one in value.items() if one is not None) + " }"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)
