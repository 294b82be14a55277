#!/usr/bin/env python3
"""Scores the facts that an ingest reads out of articles against facts made by hand.

    python tests/bench/score_ingest.py                     every set, one table each
    python tests/bench/score_ingest.py --set tuning --errors
    python tests/bench/score_ingest.py --set seeds --answers DIR    DIR/ARTICLE.jsonl, as
                                                           `cqtui ingest --dry-run --format jsonl` prints

A figure of the answer and one of the gold are matched one to one where their spans overlap, so that
the sum of overlaps and equal amounts is highest. Fields are then compared pair by pair. A line of the
table counts a pair as right where the figure *and* the line's field are right; `linked` asks for period,
entity and metric at once, `whole` for item, status, bound and change as well. What tells like from
unlike: `FIELDS` below. Peripheral gold facts neither count nor count against, but in the last column.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
if __name__ == "__main__":
    sys.path.insert(0, str(REPOSITORY))

from cqtui import wordfiles  # noqa: E402
from cqtui.vocabulary import spelled  # noqa: E402

SHARED = REPOSITORY.parent / "shared"
SETS = ("seeds", "briefs", "tuning", "measuring", "shipped")
"""`briefs` are ours of the seeds; `shipped` are the other briefs that ship, for measuring alone, as `measuring` is."""
SEED_BRIEFS = frozenset({"ichongqing-2020-05-22", "liangjiang-electronics-2012"})

# The seeds' gold has names of its own. These tables say what each is here.

SEED_METRICS: dict[str, tuple[str, ...]] = {
    "production": ("output volume",),
    "production_step_time": ("cycle time",),
    "line_changeover_time": ("changeover time",),
    "years_of_operation": ("years of operation", "years of cooperation"),
    "r_and_d_investment": ("R&D spending",),
    "operators": ("companies",),
    "enterprises_with_cooperation_intention": ("cooperation intentions",),
    "share_of_world_sales": ("share of world sales", "share of world output"),
}
"""Ours for the gold's, the first the one meant; a metric that is not listed is ours with blanks."""

SEED_ITEMS: dict[str, tuple[str | None, ...]] = {
    "regulated electronic information companies": ("electronics company above designated size",),
    "electronic information industry": ("electronics",),
    "electronic information projects": ("electronics", "electronics project"),
    "laptop enterprises": ("laptop", None),
    "digital workshops and smart factories": ("digital workshop or smart factory",),
    "computer brand companies to set up a production base": ("production base", "computer", None),
    "collaboration with Chongqing": (None,),
    "operation in Chongqing": (None,),
    "smart cloud solution": ("cloud service", None),
    "low-voltage trench power MOSFET": ("low-voltage trench MOSFET",),
    "low-voltage trench power MOSFETs": ("low-voltage trench MOSFET",),
    "5G, AI, big data and other technologies": (None,),
    "major telecommunications operators": ("telecom operator",),
    "supporting enterprises of Acer": ("supporting company",),
    "supporting enterprises": ("supporting company",),
    "enterprises": (None,),
    "Fortune 500 enterprises": ("Fortune 500 company",),
    "leading enterprises": ("leading company",),
}
"""Ours for the gold's `object`; one that is not listed is ours in the singular (laptops: laptop)."""

SEED_ENTITIES: dict[str, tuple[str, ...]] = {
    "Hewlett Packard": ("hp",),
    "China telecommunications operators": ("china-telecom-operators",),
    "China power semiconductor market": ("china-power-semiconductor-market",),
    "laptop enterprises in the Bonded Port Area": ("lianglu-cuntan-bonded-port-area",),
    "Asus": ("asus",),
    "Acer and Asus": ("acer", "asus"),
}
"""Ours for the gold's; one that is not listed is the entity of that name."""

SEED_CHANGES = {"pct_yoy": "percent", "pct": "percent", "times": "times", "points": "points"}
"""Kinds of change with an amount; `from`, `to`, `from_to` and `ratio` are changes without one."""


# Figures: what is compared


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure of the gold or of an answer: where it stands, and its row in the interchange form.

    `accept` gives further values by field that are as right as the row's. `rules` says, for an
    answer, what decided each field.
    """

    start: int
    end: int
    row: Mapping[str, Any]
    accept: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    core: bool = True
    rules: Mapping[str, str] = field(default_factory=dict)

    @property
    def amount(self) -> tuple[Any, Any]:
        """Value and upper end; of a change without a level, the change's value."""
        if self.row.get("value") is None:
            return (self.row.get("change") or {}).get("value"), None
        return self.row["value"], self.row.get("upper")

    @property
    def unit(self) -> str | None:
        change = self.row.get("change") or {}
        if self.row.get("value") is None and change:
            return {"percent": "percent", "points": "percentage point", "times": "times"}.get(change["kind"])
        unit, per = self.row.get("unit"), self.row.get("per")
        return f"{unit} per {per}" if per else unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An article: its file, what a person would say of it on the command line, and its gold."""

    name: str
    path: Path
    given: Mapping[str, str] = field(default_factory=dict)
    gold: tuple[Figure, ...] = ()
    distractors: tuple[tuple[int, int], ...] = ()
    names: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Folded names by id, of the entities the gold speaks of."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an ingest read out of an article, and the names of the entities it speaks of."""

    figures: tuple[Figure, ...]
    names: Mapping[str, frozenset[str]] = field(default_factory=dict)
    set_aside: tuple[tuple[str, str, str], ...] = ()
    """What the check refused: sentence, words, and reason."""


@dataclass(frozen=True, slots=True)
class Words:
    """What tells whether two names mean one thing in an article."""

    gold: Mapping[str, frozenset[str]]
    answer: Mapping[str, frozenset[str]]
    items: Mapping[str, str]

    def same_entity(self, gold: str | None, answer: str | None) -> bool:
        if gold is None or answer is None or gold == answer:
            return gold == answer
        return bool(_names(self.gold, gold) & _names(self.answer, answer))

    def same_item(self, gold: str | None, answer: str | None) -> bool:
        if gold is None or answer is None:
            return gold == answer
        return self._item(gold) == self._item(answer)

    def _item(self, name: str) -> str:
        known = folded(name)
        return self.items.get(known) or self.items.get(singular(known)) or singular(known)


def _names(names: Mapping[str, frozenset[str]], id: str) -> frozenset[str]:
    return names.get(id) or frozenset((folded(id), folded(spelled(id))))


def folded(name: str) -> str:
    """A name without its capitals, its article and its punctuation."""
    return re.sub(r"^the ", "", " ".join(re.findall(r"\w+", name.casefold())))


def singular(name: str) -> str:
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x")):
        if name.endswith(ending):
            return name.removesuffix(ending) + instead
    return name if name.endswith("ss") else name.removesuffix("s")


# How fields compare: each takes the gold's value, or one it accepts, and the answer's

Same = Callable[[Any, Any, Words], bool]


def _same(one: Any, other: Any, _: Words) -> bool:
    return bool(one == other)


def same_amount(one: tuple[Any, Any], other: tuple[Any, Any]) -> bool:
    """Equal, end by end. Two values within 0.2 % are: a third is written 33.3 or 33.33."""

    def equal(a: Any, b: Any) -> bool:
        if a is None or b is None:
            return a is b
        a, b = Decimal(str(a)), Decimal(str(b))
        return a == b or (a != a.to_integral_value() and abs(a - b) <= abs(a) * Decimal("0.002"))

    return equal(one[0], other[0]) and equal(one[1], other[1])


PARTED: dict[str, tuple[str, ...]] = {
    "gross margin": ("profit",),
    "operating margin": ("profit",),
    "profit margin": ("profit",),
    "wages": ("cost",),
    "staff turnover": ("employees",),
    "share of own employees": ("employees",),
    "share of own revenue": ("revenue", "share of own output"),
    "registered capital": ("investment", "funding"),
    "dividend": ("profit",),
}
"""What articles whose facts were made before a metric was listed call it: the nearest one listed then."""


def _same_metric(one: str, other: str, _: Words) -> bool:
    return one == other or one in PARTED.get(other, ())


_DEADLINES = ("as-of", "by", "before")


def _same_period(one: Mapping[str, Any], other: Mapping[str, Any], _: Words) -> bool:
    """Start and end are equal; of a moment or a deadline only the end is asked for, as it has no start."""
    one, other = one or {}, other or {}
    if one.get("basis") in _DEADLINES and other.get("basis") in _DEADLINES:
        return bool(one.get("end") == other.get("end"))
    return (one.get("start"), one.get("end")) == (other.get("start"), other.get("end"))


def _same_change(one: Mapping[str, Any] | None, other: Mapping[str, Any] | None, _: Words) -> bool:
    """Kind, value and direction are equal. One without an amount says no more than none at all."""
    one, other = (None if not change or change["kind"] == "unstated" else change for change in (one, other))
    if one is None or other is None:
        return one is other
    amounts = same_amount((one.get("value"), None), (other.get("value"), None))
    return amounts and (one["kind"], one["direction"]) == (other["kind"], other["direction"])


FIELDS: dict[str, Same] = {
    "unit": _same,
    "period": _same_period,
    "entity": lambda one, other, words: words.same_entity(one, other),
    "metric": _same_metric,
    "item": lambda one, other, words: words.same_item(one, other),
    "status": _same,
    "bound": _same,
    "change": _same_change,
    "place": lambda one, other, words: words.same_entity(one, other),
}
"""What is compared of a pair, and how. The figure itself is its amount."""

LINKED = ("unit", "period", "entity", "metric")
WHOLE = (*LINKED, "item", "status", "bound", "change")
LINES: dict[str, tuple[str, ...]] = {
    "figure": (),
    "+ unit": ("unit",),
    **{f"+ {name}": ("unit", name) for name in FIELDS if name != "unit"},
    "linked": LINKED,
    "whole fact": WHOLE,
}
"""The table's lines, and the fields that must be right in each."""


def value_of(figure: Figure, name: str) -> Any:
    return figure.unit if name == "unit" else figure.row.get(name)


def is_right(gold: Figure, answer: Figure, name: str, words: Words) -> bool:
    got = value_of(answer, name)
    expected = [value_of(gold, name), *gold.accept.get(name, ())]
    return any(FIELDS[name](one, got, words) for one in expected)


def has_amount(gold: Figure, answer: Figure) -> bool:
    """Whether the answer's amount is one that the gold takes as right."""
    accepted = [(one, None) for one in gold.accept.get("value", ())]
    return any(same_amount(one, answer.amount) for one in [gold.amount, *accepted])


# Matching


def matched(gold: Sequence[Figure], answers: Sequence[Figure], words: Words) -> list[tuple[int, int]]:
    """Pairs (of `gold`, of `answers`), each in one at most, so that the sum of what they share is highest.

    What a pair shares is the overlap of its spans (0 to 1), 1 for an equal amount, and little enough
    for each equal field that it decides only between equals. Pairs that do not overlap share nothing.
    """
    weights = [[_shared(one, other, words) for other in answers] for one in gold]
    return [(row, column) for row, column in assignment(weights) if weights[row][column] > 0]


def _shared(gold: Figure, answer: Figure, words: Words) -> float:
    common = min(gold.end, answer.end) - max(gold.start, answer.start)
    if common <= 0:
        return 0.0
    overlap = common / (max(gold.end, answer.end) - min(gold.start, answer.start))
    equal = sum(is_right(gold, answer, name, words) for name in FIELDS)
    return overlap + has_amount(gold, answer) + equal / 1000


def assignment(weights: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """The pairs (row, column) of highest sum: the Hungarian method, with potentials, O(n³)."""
    rows, columns = len(weights), len(weights[0]) if weights else 0
    if not rows or not columns:
        return []
    if rows > columns:
        turned = assignment([[weights[row][column] for row in range(rows)] for column in range(columns)])
        return sorted((row, column) for column, row in turned)
    of_row, of_column = [0.0] * (rows + 1), [0.0] * (columns + 1)
    owner = [0] * (columns + 1)  # the row that a column is given to; column 0 stands for "none yet"
    for row in range(1, rows + 1):
        owner[0], column = row, 0
        least, before, seen = [float("inf")] * (columns + 1), [0] * (columns + 1), [False] * (columns + 1)
        while True:
            seen[column] = True
            step, following = float("inf"), 0
            for other in range(1, columns + 1):
                if seen[other]:
                    continue
                cost = -weights[owner[column] - 1][other - 1] - of_row[owner[column]] - of_column[other]
                if cost < least[other]:
                    least[other], before[other] = cost, column
                if least[other] < step:
                    step, following = least[other], other
            for other in range(columns + 1):
                if seen[other]:
                    of_row[owner[other]] += step
                    of_column[other] -= step
                else:
                    least[other] -= step
            column = following
            if not owner[column]:
                break
        while column:
            owner[column] = owner[before[column]]
            column = before[column]
    return sorted((owner[column] - 1, column - 1) for column in range(1, columns + 1) if owner[column])


# Tallies


@dataclass(frozen=True, slots=True)
class Error:
    """One thing wrong. `kind` is missed, spurious, distractor, figure, or the field that is wrong; or set
    aside, which the check refused, and which is counted as missed or not at all."""

    case: str
    kind: str
    sentence: str
    written: str
    expected: str
    got: str
    rule: str = ""
    core: bool = True


@dataclass(slots=True)
class Tally:
    """What was counted over articles: right pairs by line, gold facts, answers, and what was wrong."""

    gold: int = 0
    answers: int = 0
    right: Counter[str] = field(default_factory=Counter)
    every_gold: int = 0
    every_answer: int = 0
    every_right: Counter[str] = field(default_factory=Counter)
    distractors: int = 0
    hit: int = 0
    articles: int = 0
    errors: list[Error] = field(default_factory=list)
    set_aside: int = 0

    def precision(self, line: str) -> float:
        return self.right[line] / self.answers if self.answers else float(not self.gold)

    def recall(self, line: str) -> float:
        return self.right[line] / self.gold if self.gold else 1.0

    def f1(self, line: str) -> float:
        return _f1(self.right[line], self.gold, self.answers)

    def every_f1(self, line: str) -> float:
        """F1 with the peripheral facts counted."""
        return _f1(self.every_right[line], self.every_gold, self.every_answer)

    def confusions(self, kind: str) -> list[tuple[str, int]]:
        """What was taken for what in a field, the most frequent first."""
        counted = Counter(f"{one.expected} → {one.got}" for one in self.errors if one.kind == kind)
        return sorted(counted.items(), key=lambda one: (-one[1], one[0]))

    def join(self, other: Tally) -> None:
        """Adds what was counted over other articles."""
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))

    def add(self, case: Case, answer: Answer) -> None:
        words = Words(case.names, answer.names, item_names())
        pairs = matched(case.gold, answer.figures, words)
        answered = {column for _, column in pairs}
        peripheral = {column for row, column in pairs if not case.gold[row].core}
        self.articles += 1
        self.gold += sum(one.core for one in case.gold)
        self.every_gold += len(case.gold)
        self.every_answer += len(answer.figures)
        self.answers += len(answer.figures) - len(peripheral)
        self.distractors += len(case.distractors)
        for row, column in pairs:
            self._compare(case, case.gold[row], answer.figures[column], words)
        for row in sorted(set(range(len(case.gold))) - {row for row, _ in pairs}):
            one = case.gold[row]
            self.errors.append(Error(case.name, "missed", *_said(one), shown(one), "nothing", core=one.core))
        self.set_aside += len(answer.set_aside)
        for sentence, said, reason in answer.set_aside:
            self.errors.append(Error(case.name, "set aside", " ".join(sentence.split()), said, "…", "nothing", reason))
        spurious = [answer.figures[at] for at in range(len(answer.figures)) if at not in answered]
        hits = {span for span in case.distractors for one in spurious if one.start < span[1] and span[0] < one.end}
        self.hit += len(hits)
        for one in spurious:
            is_hit = any(one.start < end and start < one.end for start, end in hits)
            kind = "distractor" if is_hit else "spurious"
            self.errors.append(Error(case.name, kind, *_said(one), "nothing", shown(one), one.rules.get("figure", "")))

    def _compare(self, case: Case, gold: Figure, answer: Figure, words: Words) -> None:
        def wrong(kind: str, expected: str, got: str, rule: str) -> None:
            self.errors.append(Error(case.name, kind, *_said(gold), expected, got, rule, gold.core))

        if not has_amount(gold, answer):
            wrong("figure", shown_amount(gold), shown_amount(answer), answer.rules.get("value", ""))
            return
        right = {name: is_right(gold, answer, name, words) for name in FIELDS}
        for line, names in LINES.items():
            if all(right[name] for name in names):
                self.every_right[line] += 1
                self.right[line] += gold.core
        for name in FIELDS:
            if not right[name]:
                expected, got = (written(value_of(one, name)) for one in (gold, answer))
                wrong(name, expected, got, answer.rules.get(name, ""))


def _f1(right: int, gold: int, answers: int) -> float:
    return 2 * right / (gold + answers) if gold + answers else 1.0


def _said(figure: Figure) -> tuple[str, str]:
    sentence = (figure.row.get("evidence") or {}).get("sentence", "")
    return " ".join(sentence.split()), figure.row.get("as_written", "")


def shown_amount(figure: Figure) -> str:
    value, upper = figure.amount
    return f"{value}" if upper is None else f"{value} to {upper}"


def shown(figure: Figure) -> str:
    return f"{shown_amount(figure)} {figure.unit or ''}".strip()


def written(value: Any) -> str:
    """A field's value in one word or two."""
    if isinstance(value, Mapping):
        if "basis" in value:
            return f"{value.get('start') or ''}..{value.get('end') or ''} {value['basis']}"
        return " ".join(str(value[name]) for name in ("direction", "value", "kind") if value.get(name) is not None)
    return "none" if value is None else str(value)


# The sets


def cases(name: str) -> list[Case]:
    """The articles of a set; none where its files are not there."""
    if name == "seeds":
        return list(_seeds(SHARED / "gold" / "seeds.json"))
    if name in ("briefs", "shipped"):
        briefs = _briefs(REPOSITORY / "tests" / "oracle")
        return [one for one in briefs if (one.name in SEED_BRIEFS) == (name == "briefs")]
    folder = REPOSITORY / "tests" / "articles" / name
    return [article(path) for path in sorted(folder.glob("*.jsonl"))]


def _seeds(path: Path) -> Iterator[Case]:
    if not path.exists():
        return
    gold = json.loads(path.read_text("utf-8"), parse_float=Decimal)
    names = entity_names(known_entities())
    for name, about in gold["docs"].items():
        text = (SHARED / "seeds" / name).read_bytes().decode()
        yield Case(
            name=name.removesuffix(".txt"),
            path=SHARED / "seeds" / name,
            given={"date": about["dateline"]} if about["dateline"] else {},
            gold=tuple(_seed_figure(fact, text, names) for fact in gold["facts"] if fact["doc"] == name),
            distractors=tuple((one["start"], one["end"]) for one in gold["distractors"] if one["doc"] == name),
            names=names,
        )


def _seed_figure(fact: Mapping[str, Any], text: str, names: Mapping[str, frozenset[str]]) -> Figure:
    change, accept = fact["change"], fact["accept"]
    kind = SEED_CHANGES.get(change["kind"], "unstated") if change else None
    metrics = [ours for one in (fact["metric"], *accept.get("metric", ())) for ours in _seed_metric(one)]
    entities = [ours for one in (fact["entity"], *accept.get("entity", ())) for ours in _seed_entity(one, names)]
    items = [ours for one in (fact["object"], *accept.get("object", ())) for ours in _seed_item(one)]
    places = [ours for one in (fact["place"], *accept.get("place", ())) for ours in _seed_entity(one, names)]
    row = {
        "entity": entities[0],
        "metric": metrics[0],
        "item": items[0],
        "place": places[0] if places else None,
        "value": fact["value"],
        "upper": fact["value_max"],
        "unit": fact["unit"],
        "bound": fact["bound"].replace("_", " "),
        "as_written": fact["surface"],
        "period": fact["period"],
        "status": _seed_status(fact["status"]),
        "change": change and {"kind": kind, "value": change["value"], "direction": change["direction"]},
        "evidence": {"sentence": text[fact["evidence_start"] : fact["evidence_end"]]},
    }
    return Figure(
        start=fact["quantity_start"],
        end=fact["quantity_end"],
        row=row,
        core=fact["tier"] == "core",
        accept={
            "metric": metrics[1:],
            "entity": entities[1:],
            "item": items[1:],
            "place": places[1:],
            "period": accept.get("period", ()),
            "bound": [one.replace("_", " ") for one in accept.get("bound", ())],
            "status": [_seed_status(one) for one in accept.get("status", ())],
            "unit": accept.get("unit", ()),
        },
    )


def _seed_metric(name: str) -> tuple[str, ...]:
    return SEED_METRICS.get(name) or (name.replace("_", " "),)


def _seed_item(name: str | None) -> tuple[str | None, ...]:
    if name is None:
        return (None,)
    return SEED_ITEMS.get(name) or (singular(name),)


def _seed_entity(name: str | None, names: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    if name is None:
        return ()
    known = tuple(id for id, spellings in names.items() if folded(name) in spellings)
    return SEED_ENTITIES.get(name) or known or (name,)


def _seed_status(status: str) -> str:
    return "actual" if status == "cumulative" else status


def _briefs(folder: Path) -> Iterator[Case]:
    names = entity_names(known_entities())
    for path in sorted(folder.glob("*.jsonl")):
        rows = [json.loads(line, parse_float=Decimal) for line in path.read_text("utf-8").splitlines() if line]
        text = REPOSITORY / "store" / "sources" / f"{path.stem}.txt"
        yield Case(name=text.stem, path=text, gold=tuple(map(gold_figure, rows)), names=names)


def article(path: Path) -> Case:
    """A practice article: the file of its facts (`path`), and its text beside it."""
    rows = [json.loads(line, parse_float=Decimal) for line in path.read_text("utf-8").splitlines() if line.strip()]
    entities, given, distractors, facts = [], {}, [], []
    for row in rows:
        if "source" in row and "evidence" not in row:
            given = {name: value for name, value in row.get("given", {}).items() if value}
        elif "entities" in row:
            entities = row["entities"]
        elif "distractors" in row:
            distractors = row["distractors"]
        else:
            facts.append(row)
    return Case(
        name=path.stem,
        path=path.with_suffix(".txt"),
        given=given,
        gold=tuple(map(gold_figure, facts)),
        distractors=tuple((one["start"], one["end"]) for one in distractors),
        names={**entity_names(known_entities()), **entity_names(entities)},
    )


def gold_figure(row: Mapping[str, Any]) -> Figure:
    """A row of the interchange form as gold: with `accept` and `tier` if it has them, and with its
    alternatives, which are accepted too."""
    accept: dict[str, list[Any]] = {name: list(values) for name, values in row.get("accept", {}).items()}
    for other in row.get("alternatives", ()):
        accept.setdefault(other["field"], []).append(other["value"])
    accept["period"] = [_period(one) for one in accept.get("period", ())]
    return Figure(
        start=row["evidence"]["start"],
        end=row["evidence"]["end"],
        row=row,
        accept=accept,
        core=row.get("tier", "core") == "core",
    )


def _period(given: Any) -> Mapping[str, Any]:
    """A period as a row, or as a note writes it: "2019-01-01..2019-12-31 year"."""
    if isinstance(given, Mapping):
        return given
    if isinstance(given, Sequence) and not isinstance(given, str):
        start, end, *basis = given
        return {"start": start, "end": end, "basis": basis[0] if basis else "unstated"}
    days, _, basis = str(given).strip().partition(" ")
    start, _, end = days.partition("..")
    return {"start": start or None, "end": end or None, "basis": basis or "unstated"}


def known_entities() -> list[Mapping[str, Any]]:
    """The entities that ship, as rows."""
    words = wordfiles.load([REPOSITORY / "store" / "entities.toml"])
    return [
        {"id": one.id, "name": one.name, "short": one.short, "aliases": one.aliases} for one in words.entities.values()
    ]


def entity_names(entities: Iterable[Mapping[str, Any]]) -> dict[str, frozenset[str]]:
    """Folded names by id."""
    return {
        one["id"]: frozenset(
            folded(name) for name in (one["id"], one["name"], one.get("short"), *one.get("aliases", ())) if name
        )
        for one in entities
    }


_ITEMS: dict[str, str] = {}


def item_names() -> Mapping[str, str]:
    """Folded name or alias of an item that the package knows → its id."""
    if not _ITEMS:
        for one in wordfiles.load().items.values():
            for name in (one.id, one.label, *one.aliases):
                _ITEMS.setdefault(folded(name), one.id)
    return _ITEMS


# Answers


def answer_figure(row: Mapping[str, Any], rules: Mapping[str, str] | None = None) -> Figure:
    evidence = row["evidence"]
    return Figure(start=evidence["start"] or 0, end=evidence["end"] or 0, row=row, rules=rules or {})


def read_answer(path: Path) -> Answer:
    """A dump: one fact a line, as `cqtui ingest --dry-run --format jsonl` prints."""
    if not path.exists():
        return Answer(())
    lines = path.read_text("utf-8").splitlines()
    return Answer(tuple(answer_figure(json.loads(line, parse_float=Decimal)) for line in lines if line.strip()))


_KNOWN: list[Any] = []
"""The words and the rules, made once."""


def ingested(case: Case, extractor: Any = None) -> Answer:
    """What the program's own rules, or `extractor`, read out of the article, knowing the words that ship."""
    from cqtui.commands.articles import Given, known_words, named_extractor, read_document
    from cqtui.ingest.pipeline import ingest
    from cqtui.rows import row

    said = case.given
    given = Given(
        published=date.fromisoformat(said["date"]) if "date" in said else None,
        **{name: said[name] for name in ("publisher", "title", "url", "language") if name in said},
    )
    if not _KNOWN:
        _KNOWN.append((known_words(()), named_extractor("rules")))
    words, rules = _KNOWN[0]
    document, _ = read_document(str(case.path), given)
    result = ingest(document, extractor or rules, words)
    entities = [*words.entities.values(), *result.proposed]
    return Answer(
        tuple(answer_figure(row(one.fact), one.why) for one in result.candidates),
        entity_names(row(one) for one in entities),
        tuple(
            (one.candidate.fact.evidence.sentence, one.candidate.fact.as_written, one.reason)
            for one in result.set_aside
        ),
    )


# The report


def report(tallies: Mapping[str, Tally]) -> Iterator[str]:
    """A Markdown table for each set."""
    for name, tally in tallies.items():
        about = f"{tally.articles} articles, {tally.gold} core facts of {tally.every_gold}"
        hits = f", {tally.hit} of {tally.distractors} distractors hit" if tally.distractors else ""
        aside = f", {tally.set_aside} set aside" if tally.set_aside else ""
        yield f"**{name}**: {about}, {tally.every_answer} answers{aside}{hits}"
        yield ""
        yield "| | precision | recall | F1 | F1, all facts |"
        yield "| --- | ---: | ---: | ---: | ---: |"
        for line in LINES:
            numbers = (tally.precision(line), tally.recall(line), tally.f1(line), tally.every_f1(line))
            yield f"| {line} | {' | '.join(f'{100 * number:.1f}' for number in numbers)} |"
        yield ""
        counted = Counter(one.kind for one in tally.errors)
        order = ("missed", "spurious", "distractor", "figure", *FIELDS)
        yield "errors: " + (", ".join(f"{kind} {counted[kind]}" for kind in order if counted[kind]) or "none")
        yield ""


def error_lines(tally: Tally) -> Iterator[str]:
    """Each error with its sentence and the rule that decided, then the confusions by field."""
    for one in sorted(tally.errors, key=lambda error: (error.case, error.sentence, error.written, error.kind)):
        tier = "" if one.core else " (peripheral)"
        yield f"{one.case}: {one.kind}{tier}: expected {one.expected}, got {one.got}"
        yield f"    «{one.written}» in: {one.sentence}"
        if one.rule:
            yield f"    rule: {one.rule}"
    for kind in ("figure", *FIELDS):
        found = tally.confusions(kind)
        if found:
            yield f"{kind}:"
            yield from (f"    {count} × {what}" for what, count in found)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Score an ingest against facts made by hand.")
    parser.add_argument("--set", action="append", choices=SETS, help="only this set; repeatable")
    parser.add_argument("--errors", action="store_true", help="print every error; not for the set `measuring`")
    parser.add_argument("--answers", type=Path, metavar="DIR", help="score the dumps DIR/ARTICLE.jsonl instead")
    parser.add_argument("--article", action="append", metavar="NAME", help="only articles whose name begins so")
    options = parser.parse_args(arguments)
    tallies: dict[str, Tally] = {}
    for name in options.set or SETS:
        tally = Tally()
        for case in cases(name):
            if options.article and not case.name.startswith(tuple(options.article)):
                continue
            tally.add(case, read_answer(options.answers / f"{case.name}.jsonl") if options.answers else ingested(case))
        if tally.articles:
            tallies[name] = tally
        else:
            print(f"{name}: no articles", file=sys.stderr)
    print("\n".join(report(tallies)))
    if options.errors:
        for name, tally in tallies.items():
            print(f"# {name}")
            # Whoever reads the errors of the measuring set tunes to it; it gives totals only.
            print("\n".join(error_lines(tally)) if name != "measuring" else "(totals only)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
