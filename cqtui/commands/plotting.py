"""`cqtui timeline --plot` and `--svg`: the explorer's plot, printed or written for a report."""

from __future__ import annotations

from collections.abc import Iterator

from cqtui.bearing import contest
from cqtui.commands.asking import Asked
from cqtui.commands.counting import counted
from cqtui.commands.output import Output
from cqtui.errors import FOUND, UsageError, complain
from cqtui.model import Fact
from cqtui.plot.levels import MOST, Lane, lanes
from cqtui.plot.picture import Frame, least_height, picture
from cqtui.plot.svg import svg
from cqtui.view import Scale, View

_NARROWEST, _WIDEST = 40, 1000
_ALONE, _TALL = 16, 9
"""Lines of a lane of several values that is alone, and of one of many."""
_MOST_FACTS = 5000
"""Facts that one picture shows, unless --limit says otherwise."""


def plotted(asked: Asked) -> int:
    """Draw what the filters choose.

    Raises:
        UsageError: options that contradict each other.
        CannotCreate: the file is there and --force is not given.
    """
    if asked.option("log") and asked.option("index"):
        raise UsageError("timeline: --log and --index contradict each other")
    if asked.output.format != "table":
        raise UsageError(f"timeline: a plot is no {asked.output.format}; leave that out, or --plot and its like")
    view = asked.view()
    made = list(_lanes(asked, view))
    if not made:
        raise asked.nothing(view)
    facts = [fact for lane in made for fact in lane.facts]
    left_out = asked.index.count(view) - len(facts)
    if left_out and not asked.option("limit", 0):
        complain(f"{counted(left_out, 'more fact')} than one picture shows; filters, or --limit, choose")
    if asked.option("svg"):
        return _drawn(asked, view, made, facts)
    return _printed(asked, view, made)


def _lanes(asked: Asked, view: View) -> Iterator[Lane]:
    left = asked.option("limit", 0) or _MOST_FACTS
    for group in asked.index.groups(view):
        if left <= 0:
            return
        facts = asked.index.window(view, group.key, 0, min(MOST, left))
        left -= len(facts)
        cut = f"{len(facts):,} of {group.facts:,}" if len(facts) < group.facts else ""
        yield from lanes([(group.label, facts)], asked.index.vocabulary, view.group, cut)


def _scale(asked: Asked) -> Scale:
    return "log" if asked.option("log") else "index" if asked.option("index") else "linear"


def _printed(asked: Asked, view: View, made: list[Lane]) -> int:
    output, scale = asked.output, _scale(asked)
    tall = _ALONE if len(made) == 1 else _TALL
    heights = [least if (least := least_height(lane, scale)) < 3 else tall for lane in made]
    frame = Frame(
        width=max(_NARROWEST, min(asked.option("width") or output.width, _WIDEST)), height=sum(heights) + 2,
        span=asked.index.span(view), scale=scale, with_key=True, ascii=output.is_ascii,
        contested=contest(asked.index, view, asked.settings.rates),
    )  # fmt: skip
    for line in picture(made, frame, asked.index.vocabulary).lines:
        output.line("".join(text for text, _ in line).rstrip())
    return FOUND


def _drawn(asked: Asked, view: View, made: list[Lane], facts: list[Fact]) -> int:
    from cqtui.commands.asking import named_file
    from cqtui.commands.writing import put_file

    index, target = asked.index, asked.option("svg")
    cited = (index.source(id) for id in dict.fromkeys(fact.evidence.source for fact in facts))
    text = svg(
        made, index.vocabulary, [source for source in cited if source], title=_title(asked, view),
        span=index.span(view), scale=_scale(asked),
        contested=contest(asked.index, view, asked.settings.rates),
    )  # fmt: skip
    if target == "-":
        Output(format="json").line(text.rstrip("\n"))  # For a program: in UTF-8, whatever the terminal writes.
        return FOUND
    put_file(named_file(target, "--svg"), text, force=asked.option("force", False))
    asked.output.line(f"drew {counted(len(facts), 'fact')} in {target}")
    return FOUND


def _title(asked: Asked, view: View) -> str:
    """What is drawn, in words: what the filters name, else what the store is called."""
    words = asked.index.vocabulary
    parts = [words.entity(id).name for id in view.entities]
    parts += [words.measure_label(one.metric, one.item or None) for one in view.measures]
    parts += [words.entity(id).name for id in view.places] + list(view.statuses) + ([view.text] if view.text else [])
    if view.since or view.until:
        parts.append(f"{view.since or ''} – {view.until or ''}".strip())
    return " · ".join(parts) or asked.index.title or "Figures from press articles"
