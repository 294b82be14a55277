"""What reaches beyond the explorer's screen: comparing, copying, exporting, reviewing, going places.

Each deed takes the explorer; one that fails says so in one line and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial, wraps
from pathlib import Path
from typing import Any

from cqtui import notation
from cqtui.errors import CqtuiError
from cqtui.model import Fact, Review
from cqtui.ui import wording
from cqtui.ui.clipboard import copy
from cqtui.ui.explorer import Deeds, Explorer
from cqtui.ui.following import T

Deed = Callable[[Explorer], None]
MOST_COMPARED = 8


def _in_one_line(deed: Callable[..., None]) -> Callable[..., None]:
    """Failures that a person can act on become the screen's message."""

    @wraps(deed)
    def done(screen: Explorer, *given: Any, **named: Any) -> None:
        try:
            deed(screen, *given, **named)
        except CqtuiError as error:
            screen.say(str(error))

    return done


def compare(screen: Explorer) -> None:
    """Put the marked figures side by side."""
    facts = screen.session.index.some(screen.view.marks)
    if len(facts) < 2:
        screen.say(f"Mark two figures or more with {screen.scene.key('mark')}, then compare. Marked: {len(facts)}.")
        return
    if len(facts) > MOST_COMPARED:
        screen.say(f"Comparing the first {MOST_COMPARED} of {len(facts)} marked figures.")
    side_by_side(screen, facts, marked=len(facts) <= MOST_COMPARED)


@_in_one_line
def side_by_side(screen: Explorer, facts: Sequence[Fact], *, marked: bool = False) -> None:
    """Compare these figures, `marked` where they are all those that are marked."""
    from cqtui.ui.comparison import ComparisonScreen

    screen.app.push_screen(ComparisonScreen(screen, facts[:MOST_COMPARED], marked=marked))


def contradiction(screen: Explorer) -> None:
    """Compare the figure with what contradicts it, the gravest first."""
    fact = screen.figure
    found = screen.overview.conflicts_of(fact) if fact else ()
    if fact is None or not found:
        screen.say("No figure that is known to contradict this one.")
        return
    others = (other.id for other in found[0].facts if other.id != fact.id)
    side_by_side(screen, screen.session.index.some((fact.id, *others)))


def show_conflicts(screen: Explorer) -> None:
    from cqtui.ui.conflicts import ConflictsScreen

    screen.app.push_screen(ConflictsScreen(screen))


def show_targets(screen: Explorer) -> None:
    from cqtui.ui.targets import TargetsScreen

    screen.app.push_screen(TargetsScreen(screen))


def cover(screen: Explorer) -> None:
    """Lay over the panes what the view says lies over them."""
    view = screen.view
    if view.listing == "conflicts":
        show_conflicts(screen)
    elif view.listing == "targets":
        show_targets(screen)
    if view.comparing and view.compared:
        facts = screen.session.index.some(view.compared)
        if len(facts) > 1:
            side_by_side(screen, facts)
    elif view.comparing:
        compare(screen)


def copy_figure(screen: Explorer) -> None:
    """Copy the figure with its sentence and where it is from."""
    fact = screen.figure
    if fact is None:
        return
    index = screen.session.index
    source = index.source(fact.evidence.source)
    entity = index.vocabulary.entity(fact.entity)
    cited = notation.citation(source) if source else fact.evidence.source
    paragraph = f", ¶ {fact.evidence.paragraph}" if fact.evidence.paragraph else ""
    figure = notation.full_amount(fact, index.vocabulary)
    text = (
        f"{entity.name}, {index.vocabulary.measure(fact)}, {notation.period(fact.period)}: {figure}"
        f" ({fact.status})\n“{fact.evidence.sentence}”\n{cited}{paragraph}. cqtui {fact.id}"
    )
    _copy(screen, text, f"Copied: {figure}, with its sentence and citation.")


def copy_link(screen: Explorer) -> None:
    """Copy a command that opens this place again."""
    import shlex

    session = screen.session
    store = "" if session.demo else f" --store {shlex.quote(str(session.path))}"
    big = " --big" if session.big else ""
    _copy(
        screen,
        f"cqtui{store}{big} --at {shlex.quote(screen.view.query())}",
        "Copied a command line for this place.",
    )


def _copy(screen: Explorer, text: str, message: str) -> None:
    copy(screen.app, text, may_start=not screen.session.read_only)
    screen.say(message)


def ask_export(screen: Explorer) -> None:
    from cqtui.ui.prompt import Prompt

    count = len(screen.view.marks) or screen.timeline.facts
    what = "marked" if screen.view.marks else "listed"
    if count:
        label = f"Export {count:,} {what} figures to (.csv .json .jsonl .md): "
        screen.open_prompt(Prompt("export", label, "figures.csv"))


@_in_one_line
def export(screen: Explorer, name: str) -> None:
    """Write the marked figures, or all that are listed, to a file named `name`."""
    if not name.strip():
        return
    index, view = screen.session.index, screen.view
    facts = index.some(view.marks) if view.marks else list(index.facts(view))
    path = Path(name.strip()).expanduser()
    screen.session.export(path, facts)
    screen.say(f"Wrote {len(facts):,} figures to {path}.")


@_in_one_line
def open_source(screen: Explorer) -> None:
    """Open the source's address in the user's browser."""
    fact = screen.figure
    source = screen.session.index.source(fact.evidence.source) if fact else None
    if source is None or not source.url:
        screen.say("The source of this figure has no address.")
    elif not source.url.startswith(("https://", "http://")):
        screen.say(f"Not a web address: {source.url}")
    else:
        screen.app.open_url(source.url)
        screen.say(f"Opening {source.url}")


@_in_one_line
def bookmark(screen: Explorer) -> None:
    """Keep this place, or let it go."""
    from cqtui import bookmarks

    view, vocabulary = screen.view, screen.session.index.vocabulary
    filters = wording.filters(view, vocabulary)
    figure = screen.figure
    if figure is not None:
        filters.append(
            f"{notation.amount(figure, vocabulary)} {vocabulary.entity(figure.entity).name}"
            f" {notation.period(figure.period)}"
        )
    kept = bookmarks.Bookmark(" › ".join(filters) or "everything", str(screen.session.path), view.query())
    added = bookmarks.toggle(bookmarks.bookmarks_file(), kept)
    screen.say(f"Bookmarked; {screen.scene.key('palette')} lists bookmarks." if added else "Bookmark taken away.")


def _review(verdict: Review) -> Deed:
    def deed(screen: Explorer) -> None:
        fact = screen.figure
        if fact is not None:
            _record(
                screen,
                lambda: screen.session.review(fact, verdict),
                lambda now: screen.say(f"{_named(screen, fact)}: {now.review}."),
            )

    return deed


def undo(screen: Explorer) -> None:
    """Take back what was recorded last, and show what it was about."""
    _record(screen, screen.session.undo, partial(_show_again, screen, otherwise="Nothing was reviewed here yet."))


def redo(screen: Explorer) -> None:
    """Record again what was taken back last, and show what it is about."""
    _record(screen, screen.session.redo, partial(_show_again, screen, otherwise="Nothing was undone here."))


def _record(screen: Explorer, write: Callable[[], T], told: Callable[[T], None]) -> None:
    refused = screen.record(write, told)
    if refused:
        screen.say(refused)


def _show_again(screen: Explorer, fact: Fact | None, otherwise: str) -> None:
    if fact is None:
        screen.say(otherwise)
        return
    screen.go(replace(screen.view, fact=fact.id), step=False)
    screen.say(f"{_named(screen, fact)}: {fact.review} again.")


def ask_correct(screen: Explorer) -> None:
    from cqtui.correcting import completions, line
    from cqtui.ui.prompt import Prompt

    fact = screen.figure
    if fact is not None:
        complete = partial(completions, words=screen.session.index.listed())
        screen.open_prompt(Prompt("correct", "Correct: ", line(fact), about=fact, complete=complete))


def correct(screen: Explorer, text: str) -> str | None:
    """Record what the figure should say. What keeps it from that, in one line, leaves the prompt open."""
    fact = screen.prompted
    if fact is None:
        return None

    def corrected(now: Fact) -> None:
        changed = [one.field for one in now.alternatives if one.is_replaced]
        how = f"corrected in {', '.join(changed)}" if changed else "as read"
        screen.say(f"{_named(screen, now)}: {now.review}, {how}.")

    try:
        return screen.record(screen.session.correct(fact, text), corrected)
    except CqtuiError as error:
        return str(error)


def ask_note(screen: Explorer) -> None:
    from cqtui.ui.prompt import Prompt

    fact = screen.figure
    if fact is not None:
        screen.open_prompt(Prompt("note", "Note: ", fact.note or "", about=fact))


def note(screen: Explorer, text: str) -> None:
    """Record a note to the figure; an empty one takes it away."""
    fact = screen.prompted
    if fact is not None and text.strip() != (fact.note or ""):
        _record(
            screen,
            lambda: screen.session.note(fact, text),
            lambda _: screen.say("Noted." if text.strip() else "Note taken away."),
        )


def _named(screen: Explorer, fact: Fact) -> str:
    vocabulary = screen.session.index.vocabulary
    return f"{vocabulary.entity(fact.entity).name} {notation.amount(fact, vocabulary)}"


def present(screen: Explorer, action: str) -> None:
    """Something that helps to present."""
    from cqtui.ui.stage import present

    screen.say(present(screen, action))


def show_help(screen: Explorer) -> None:
    from cqtui.ui.help import HelpScreen

    screen.app.push_screen(HelpScreen(screen))


_ACTIONS: dict[str, Deed] = {
    "compare": compare,
    "contradiction": contradiction,
    "conflicts": show_conflicts,
    "targets": show_targets,
    "copy": copy_figure,
    "copy-link": copy_link,
    "export": ask_export,
    "open": open_source,
    "bookmark": bookmark,
    "accept": _review("accepted"),
    "correct": ask_correct,
    "reject": _review("rejected"),
    "undo": undo,
    "redo": redo,
    "note": ask_note,
    "show-keys": lambda screen: present(screen, "show-keys"),
    "big": lambda screen: present(screen, "big"),
    "spotlight": lambda screen: present(screen, "spotlight"),
    "palette": lambda screen: screen.app.action_command_palette(),
    "help": show_help,
}
DEEDS = Deeds(actions=_ACTIONS, prompted={"export": export, "note": note, "correct": correct}, cover=cover)
