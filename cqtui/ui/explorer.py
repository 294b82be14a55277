"""The explorer's screen: four panes as functions of one `View`, and the keys that make a new one.

`perform` is the one way in: a key and a palette entry both name an action. Actions that only change
the view are in `steps`; what reaches beyond the screen (`deeds`) is handed in.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.geometry import Size
from textual.layout import Layout
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import AwaitMount, Widget

from cqtui.model import Fact
from cqtui.ui import keys, steps, wording
from cqtui.ui.bars import Bar, alongside
from cqtui.ui.evidence import Evidence, Shown
from cqtui.ui.facets import Companies, FacetPane, Metrics
from cqtui.ui.finding import Finding
from cqtui.ui.following import Following, T
from cqtui.ui.lines import LinePane, ListPane
from cqtui.ui.overview import Overview
from cqtui.ui.places import Mode, Places, in_sight, mode_for
from cqtui.ui.prompt import Prompt
from cqtui.ui.session import Session
from cqtui.ui.timeline import Timeline
from cqtui.ui.wording import Scene
from cqtui.view import FILTERS, PANES, Measure, Pane, View

if TYPE_CHECKING:
    from cqtui.ui.stage import Stage

_REST = 0.06
"""Seconds without a key after which a held key counts as let go, and dependent panes follow."""
_SLOW_REST = 0.3
"""The same over a slow line, where they follow only then."""
_PATIENCE = 50
"""Turns of the loop that the first screen leaves to the keys that were typed before it; three do for one."""


class Step(NamedTuple):
    """A place to come back to: its view, and the first row in sight of each list."""

    view: View
    tops: tuple[int, ...]


class Deeds(NamedTuple):
    """What the explorer is given to do beyond its screen: by action, and with what was typed."""

    actions: Mapping[str, Callable[[Explorer], None]]
    prompted: Mapping[str, Callable[[Explorer, str], str | None]]
    """What it gives keeps the prompt open, and is shown in it."""
    cover: Callable[[Explorer], None]
    """Lays over the panes what the view says lies over them."""


class Explorer(Screen[None]):
    """Companies, metrics, timeline and evidence over one store."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[Binding]] = [  # type: ignore[assignment]
        Binding(
            action.keys,
            f"perform('{action.id}')",
            action.label,
            show=False,
            priority=True,  # Acts before the next key is looked at, which may be meant for what this one opens.
            id=action.id,
            tooltip=action.help,
        )
        for action in keys.on("panes")
    ]
    PLACE: ClassVar[keys.Place] = "panes"

    def __init__(self, session: Session, view: View, deeds: Deeds) -> None:
        super().__init__()
        self.session = session
        self.view = view
        self._deeds = deeds
        self.mode: Mode = "all"
        self.companies, self.metrics = Companies(), Metrics()
        self.timeline, self.evidence = Timeline(), Evidence()
        self.header, self.footer = Bar("header"), Bar("footer")
        self._places = Places()
        self._trail: list[Step] = []
        self._prompt: Prompt | None = None
        self._opening: AwaitMount | None = None
        self._message = ""
        self._fitted_to: Size | None = None
        self._is_open = False
        self.is_settled = False
        """Whether the keys have rested since the first screen, and it has in it what it did not wait for."""
        self._follow_timer: Timer | None = None
        self.overview = Overview(self)
        self.finding = Finding(self)
        self._following = Following(self)
        self._trends_of: object = None
        """Whose trends the lists show: an index under a view's filters."""

    def compose(self) -> ComposeResult:
        yield self.header
        yield from self._panes.values()
        yield self.footer
        yield from alongside(self)

    @property
    def layout(self) -> Layout:
        return self._places

    def on_mount(self) -> None:
        painted: tuple[Bar | LinePane, ...] = (self.header, self.footer, *self._panes.values())
        for widget in painted:
            widget.ascii_only = self.session.settings.ascii
        self.set_mode()
        self.show()
        self._following.begin()
        if self.view.comparing or self.view.listing:
            self.call_after_refresh(self.lay_over)

    @property
    def _panes(self) -> dict[Pane, LinePane]:
        return {
            "companies": self.companies,
            "metrics": self.metrics,
            "timeline": self.timeline,
            "evidence": self.evidence,
        }

    @property
    def _lists(self) -> tuple[ListPane, ...]:
        return (self.companies, self.metrics, self.timeline)

    # The view

    def go(self, view: View, *, step: bool = True) -> None:
        """Show `view`; `step` keeps the place one comes from, to go back to."""
        if view != self.view:
            self.put(view, after=[self.here()] if step else ())

    def put(self, view: View, tops: tuple[int, ...] | None = None, after: Sequence[Step] = ()) -> None:
        """Show `view`, whose first rows in sight are `tops`; back leads through `after`, the last first."""
        self._trail.extend(after)
        self.view = view
        self._arrange()
        self.show(tops)

    def back(self) -> bool:
        """Return to the place before, exactly, with the marks one has now. Whether there was one."""
        if not self._trail:
            return False
        before = self._trail.pop()
        self.put(replace(before.view, marks=self.view.marks), before.tops)
        self.lay_over()
        return True

    def here(self) -> Step:
        return Step(self.view, tuple(pane.top for pane in self._lists))

    def show(self, tops: tuple[int, ...] | None = None, *, stay: bool = False) -> None:
        """Paint every pane from the view. `tops` says which rows were first in sight; with `stay` a
        figure that has left the list makes room for the one after it."""
        self._forget_trends()
        index, view = self.session.index, self.view
        self.timeline.view, self.timeline.vocabulary = view, index.vocabulary
        self.timeline.show(
            index.groups(view),
            lambda key, offset, limit: index.window(self.view, key, offset, limit),
            index.span(view),
        )
        self.timeline.reasons = wording.why_empty(self.scene)
        self.overview.tell_panes(view)
        self.companies.show(index.companies(view), view, index.vocabulary)
        self.metrics.show(index.metrics(view), view, index.vocabulary)
        self.companies.reason = self.metrics.reason = f" nothing: {self.scene.key('clear')} clears every filter"
        self.companies.seek(view.at_entity, self.companies.first_company)
        self.metrics.seek(None if view.at_measure is None else str(view.at_measure))
        place = index.place_of(view, view.fact) if view.fact else None
        row = self.timeline.row_of(*place) if place else self.timeline.cursor if stay else 0
        self.timeline.go(row)
        for pane, top in zip(self._lists, tops or (), strict=False):
            pane.top = max(0, min(top, pane.count - 1))  # The store may have changed since.
        self.timeline.info = self._span_info()
        self._note_cursors()
        self._follow()
        self._repaint()
        self._trends_later()

    def _trends_later(self) -> None:
        """After what is to be painted now."""
        if self.is_settled:
            self.call_later(self._show_trends)

    def _note_cursors(self) -> None:
        """Record in the view what each cursor stands on; moving a cursor is no step."""
        fact = self.timeline.fact
        self.view = replace(
            self.view,
            at_entity=self.companies.key or self.view.at_entity,
            at_measure=self.metrics.at_cursor or self.view.at_measure,
            fact=fact.id if fact else None,
        )
        self.timeline.view = self.view

    def _follow(self) -> None:
        """Bring the evidence up to the figure under the cursor."""
        self._follow_timer = None
        fact = self.timeline.fact
        if fact is None:
            self.evidence.show(None)
        else:
            index = self.session.index
            derived = self._derived(fact) if self.is_settled else []  # What compares figures takes long to load.
            source = index.source(fact.evidence.source)
            against = wording.contradictions(
                self.overview.conflicts_of(fact), fact, index, self.scene.key("contradiction")
            )
            self.evidence.show(Shown(fact, source, index.vocabulary, derived, index.neighbours(fact), against))
        self.evidence.top = self.view.scroll
        self.evidence.repaint()

    def _derived(self, fact: Fact) -> list[str]:
        from cqtui.compare import implied  # Not its module: a thread that loads the package meanwhile waits for it.

        index = self.session.index
        return [one.text for one in implied(fact, index.companions(fact), index.vocabulary)]

    def refollow(self) -> None:
        """Paint what has become known of the figures, where they are."""
        self._follow()
        self._repaint()

    def _forget_trends(self) -> None:
        """Where the lists are no longer of the same figures, their trends are not either."""
        known = self.session.index, *(getattr(self.view, name) for name in FILTERS)
        if known != self._trends_of:
            self._trends_of = known
            self.companies.trends, self.metrics.trends = {}, {}

    def _show_trends(self) -> None:
        """Draw the trends of the companies and measures in sight, where they are not known yet."""
        index, view = self.session.index, self.view
        if companies := self.companies.untold():
            found = index.entity_trends(view, companies)
            self.companies.trends |= {id: found.get(id) for id in companies}
            if found:
                self.companies.repaint()
        if measures := [Measure.parse(key) for key in self.metrics.untold()]:
            moving = index.measure_trends(view, measures)
            self.metrics.trends |= {str(measure): moving.get(measure) for measure in measures}
            if moving:
                self.metrics.repaint()

    def _moved(self) -> None:
        """After a cursor has moved: its pane now, the evidence once the key rests."""
        fact_before = self.view.fact
        self._note_cursors()
        zoom = self.timeline.zoom_to_fact()
        if zoom != self.view.zoom:
            self.view = replace(self.view, zoom=zoom)
            self.timeline.view = self.view
            self.timeline.info = self._span_info()
        self._panes[self.view.pane].repaint()
        if self.view.pane in keys.FACETS:
            self._trends_later()
        if self.view.fact != fact_before:
            self.view = replace(self.view, scroll=0)
            if self._follow_timer is not None or self.session.slow:
                if self._follow_timer is not None:
                    self._follow_timer.stop()
                rest = _SLOW_REST if self.session.slow else _REST
                self._follow_timer = self.set_timer(rest, self._follow)
            else:
                self._follow()
                self._follow_timer = self.set_timer(_REST, self._rested)
            if self.view.pane != "timeline":
                self.timeline.repaint()
        self.show_bars()

    def _rested(self) -> None:
        self._follow_timer = None

    # The screen

    def on_screen_resume(self) -> None:
        self.call_later(self._draw_curtain)

    def _compositor_refresh(self) -> None:
        """Textual lays a new screen out several times, and would paint it as often."""
        if self._is_open:
            super()._compositor_refresh()

    async def _draw_curtain(self) -> None:
        """Paint the first screen, which has in it all that was to be painted until now, and what keys did that
        were typed meanwhile."""
        if not self._is_open:
            self._fit()
            turns = _PATIENCE
            while turns and self.app.message_queue_size:
                turns -= 1
                await asyncio.sleep(0)
            self._is_open = True
            self._fit()
            for widget in self.walk_children(Widget, with_self=True):
                widget._repaint_required = False
            self._dirty_widgets.clear()
            self._compositor_refresh()
            self.set_timer(_REST, self._settle)

    def _settle(self) -> None:
        """Add to the screen what it did not wait for, once no key is being pressed."""
        if not self.session.pace.rests:
            self.set_timer(_REST, self._settle)
            return
        self.is_settled = True
        self._follow()
        self._show_trends()
        self.overview.begin()  # Whose thread loads a package that two threads must not load at once: it is by now.

    def on_resize(self, event: events.Resize) -> None:
        if event.size == self._fitted_to:  # Textual tells the first size several times.
            return
        self._fitted_to = event.size
        self.set_mode()
        if self._is_open:
            self.call_after_refresh(self._resized)

    def _resized(self) -> None:
        self._fit()
        self._repaint()

    def set_mode(self) -> None:
        """Lay out as many panes as there is room for; in big text one."""
        big = self.session.big
        self.mode = "one" if big else mode_for(*self.app.size)
        for pane in self._lists:
            pane.spacing = 2 if big else 1
        self._arrange()
        if self.stage is not None:
            self.stage.refit()

    def refit(self) -> None:
        """After the text has become another: lay out anew, and paint."""
        self.set_mode()
        self.call_after_refresh(self._resized)

    def _fit(self) -> None:
        """Cursors back into sight at the size that the panes have now."""
        for pane in self._lists:
            if pane.count:
                pane.go(pane.cursor)

    def _arrange(self) -> None:
        shown = in_sight(self.mode, self.view.pane)
        for name, pane in self._panes.items():
            pane.display = name in shown
            pane.active = name == self.view.pane
        if self.stage is not None:
            self.stage.light()

    @property
    def stage(self) -> Stage | None:
        """What helps to present, where it is asked for."""
        return getattr(self.app, "stage", None)

    @property
    def is_touring(self) -> bool:
        """Whether a tour is on, or could go on."""
        return self.stage is not None and self.stage.guide is not None

    def _repaint(self) -> None:
        for pane in self._panes.values():
            pane.repaint()
        self.show_bars()

    @property
    def scene(self) -> Scene:
        """What the words around the panes are made from."""
        return Scene(
            self.session,
            self.view,
            self.timeline.facts,
            self.timeline.ordinal(),
            self.can_go_back,
            self.keys_of,
            self.view.fact in self.timeline.contested,
        )

    def keys_of(self, action: str) -> str:
        """The keys bound to an action, separated by commas."""
        return self.session.settings.keys.get(action) or keys.BY_ID[action].keys

    def show_bars(self) -> None:
        if self.stage is not None:
            self.stage.tell()
        scene = self.scene
        self.header.show(*wording.header(scene, panes_as_path=self.mode == "one"))
        if self._message:
            self.footer.show([(f" {self._message}", "message")])
        else:
            self.footer.show(wording.key_hints(scene, self.size.width))

    def _span_info(self) -> str:
        if not self.timeline.facts:
            return ""
        axis = self.timeline.axis
        layout = "" if self.view.layout == "bars" else f"{self.view.layout}  "
        if self.view.layout == "plot" and self.view.scale != "linear":
            layout = f"plot, {self.view.scale}  "
        return f"{layout}{axis.start.year} – {axis.end.year}"

    def say(self, message: str) -> None:
        """Show one line in place of the key hints, until the next key."""
        self._message = message
        self.show_bars()

    # Actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        offers = partial(wording.offers, self.scene)
        return keys.may_act(action, parameters, offers, typing=self._prompt is not None)

    def action_perform(self, id: str) -> AwaitMount | None:
        """Do what the action with this id does. Gives what the next key has to wait for, if anything."""
        self._opening = None
        if self._message:
            self._message = ""
            self.show_bars()
        if id in steps.SIMPLE:
            self.go(steps.SIMPLE[id](self.view))
        elif id in _MOVES:
            if _MOVES[id](self):
                self._moved()
        else:
            (_ACTIONS.get(id) or self._deeds.actions[id])(self)
        return self._opening

    def _active_list(self) -> ListPane | None:
        return None if self.view.pane == "evidence" else self._lists[PANES.index(self.view.pane)]

    def move(self, by: int) -> bool:
        """Down by rows, or by lines of the evidence."""
        pane = self._active_list()
        return pane.move(by) if pane else self._scroll_evidence(by)

    def page(self, direction: int) -> bool:
        pane = self._active_list()
        return pane.page(direction) if pane else self._scroll_evidence(direction * (self.evidence.inner_height - 1))

    def edge(self, direction: int) -> bool:
        """To the first row, or the last."""
        pane = self._active_list()
        if pane is None:
            return self._scroll_evidence(direction * 100_000)
        return pane.go(0) if direction < 0 else pane.go(pane.count - 1, towards=-1)

    def next_group(self, direction: int) -> bool:
        pane = self._active_list()
        return isinstance(pane, FacetPane | Timeline) and pane.next_group(direction)

    def next_match(self, direction: int) -> bool:
        """The next figure of the list, from any pane; around at the ends."""
        if not self.timeline.facts:
            return False
        if not self.timeline.next_fact(direction):
            self.timeline.go(0 if direction > 0 else self.timeline.count - 1, towards=direction)
        return True

    def _scroll_evidence(self, by: int) -> bool:
        moved = self.evidence.scroll_by(by)
        self.view = replace(self.view, scroll=self.evidence.top)
        return moved

    def sideways(self, direction: int) -> None:
        """Right or left: along a plot, unfold or fold, pan a zoomed timeline, else to the pane beside."""
        pane, view = self.view.pane, self.view
        if pane == "timeline" and self.timeline.sideways(direction):
            self._moved()
            return
        if pane == "timeline" and view.zoom and view.layout != "plot":
            self.go(steps.panned(view, self.timeline.axis, direction * 0.25), step=False)
            return
        node = self._node()
        if node is not None and (node in view.folded) == (direction > 0):
            self.go(steps.folded(view, node, direction < 0), step=False)
            return
        self.go(replace(view, pane=steps.neighbour(pane, direction)), step=False)

    def _node(self) -> str | None:
        """The node under the cursor, if it has something below it."""
        pane = self._active_list()
        return pane.key if isinstance(pane, FacetPane) and pane.has_parts else None

    def zoom(self, factor: float) -> None:
        fact = self.timeline.fact
        around = (fact.period.start or fact.period.end) if fact else None
        self.go(steps.zoomed(self.view, self.timeline.axis, factor, around), step=False)

    def pan(self, share: float) -> None:
        self.go(steps.panned(self.view, self.timeline.axis, share), step=False)

    def mark(self) -> None:
        view = steps.marked(self.view)
        self.go(view, step=False)
        if view.pane == "timeline" and self.timeline.next_fact(1):
            self._moved()

    def begin_at(self, view: View) -> None:
        """As if one had just opened here: nothing typed, nothing on top, nowhere to go back to."""
        self._put_prompt_away()
        self.finding.give_up()
        self.uncover()
        self._trail.clear()
        self.overview.begin_again()
        for pane in self._lists:
            pane.top = 0
        self.put(view)
        self.lay_over()

    def leave(self) -> None:
        """Back, and at the start out."""
        if not self.back():
            self.app.exit(return_code=0)

    @property
    def can_go_back(self) -> bool:
        """Whether there was a place before."""
        return bool(self._trail)

    def step_back(self) -> None:
        if not self.back():
            self.say(f"This is where you started. {self.scene.key('quit')} quits.")

    @property
    def figure(self) -> Fact | None:
        """The figure that copying, opening, reviewing and marking are about."""
        return self.timeline.fact

    def record(self, write: Callable[[], T], told: Callable[[T], None]) -> str | None:
        """Record something in the store; see `Following.record`."""
        return self._following.record(write, told)

    def mark_alone(self, ids: tuple[str, ...]) -> None:
        """Mark these figures and no others."""
        self.go(replace(self.view, marks=ids), step=False)

    # What lies over the panes

    def cover(self, **changed: Any) -> None:
        """Note what lies over the panes (what `View.uncovered` leaves out), so that links say so and back
        brings it again."""
        self.view = replace(self.view, **changed)

    def lay_over(self) -> None:
        """Lay over the panes what the view says."""
        self._deeds.cover(self)

    def uncover(self) -> None:
        """Take everything off the panes; the view still says what lay there."""
        while self.app.screen is not self and self in self.app.screen_stack:
            self.app.pop_screen()

    # The prompt

    def open_prompt(self, prompt: Prompt) -> None:
        if self._prompt is None:
            self._prompt = prompt
            prompt.ascii_only = self.session.settings.ascii
            self.footer.display = False
            self._opening = self.mount(prompt)

    def on_prompt_changed(self, event: Prompt.Changed) -> None:
        if event.purpose == "find" and self._prompt is not None:
            self.finding.type(event.text)

    def on_prompt_moved(self, event: Prompt.Moved) -> None:
        self.finding.show()
        if _MOVES[event.action](self):
            self._moved()

    @property
    def prompted(self) -> Fact | None:
        """The figure that is being typed about, wherever the cursor is by now."""
        return self._prompt.about if self._prompt else None

    def on_prompt_closed(self, event: Prompt.Closed) -> None:
        if self._prompt is None:  # Put away meanwhile.
            return
        if event.purpose == "find":
            self.finding.end(event.text)
        elif event.text is not None:
            refused = self._deeds.prompted[event.purpose](self, event.text)
            if refused and self._prompt is not None:
                self._prompt.complain(refused)
                return
        self._put_prompt_away()

    def _put_prompt_away(self) -> None:
        if self._prompt is not None:
            self.set_focus(None)
            self._prompt.remove()
            self._prompt = None
            self.footer.display = True

    # The mouse

    def on_line_pane_clicked(self, event: LinePane.Clicked) -> None:
        name: Pane = event.pane.id  # type: ignore[assignment]
        if name != self.view.pane:
            self.go(replace(self.view, pane=name), step=False)
        pane = self._active_list()
        row = pane.row_at(event.line, event.column) if pane else None
        if pane is not None and row is not None:
            pane.go(row)
            self._moved()
            if event.again:
                self.action_perform("drill")

    def on_line_pane_scrolled(self, event: LinePane.Scrolled) -> None:
        if isinstance(event.pane, ListPane):
            event.pane.scroll_by(event.by)
            self._note_cursors()
            self._follow()
        else:
            self._scroll_evidence(event.by)
        event.pane.repaint()
        self.show_bars()


_MOVES: dict[str, Callable[[Explorer], bool]] = {
    "down": lambda screen: screen.move(1),
    "up": lambda screen: screen.move(-1),
    "page-down": lambda screen: screen.page(1),
    "page-up": lambda screen: screen.page(-1),
    "first": lambda screen: screen.edge(-1),
    "last": lambda screen: screen.edge(1),
    "next-group": lambda screen: screen.next_group(1),
    "previous-group": lambda screen: screen.next_group(-1),
    "next-match": lambda screen: screen.next_match(1),
    "previous-match": lambda screen: screen.next_match(-1),
}
"""Actions that move a cursor; each says whether it moved."""

_ACTIONS: dict[str, Callable[[Explorer], None]] = {
    "right": lambda screen: screen.sideways(1),
    "left": lambda screen: screen.sideways(-1),
    "back": Explorer.step_back,
    "quit": Explorer.leave,
    "quit-now": lambda screen: screen.app.exit(return_code=0),
    "mark": Explorer.mark,
    "unmark-all": lambda screen: screen.go(replace(screen.view, marks=()), step=False),
    "zoom-in": lambda screen: screen.zoom(0.5),
    "zoom-out": lambda screen: screen.zoom(2),
    "pan-left": lambda screen: screen.pan(-0.25),
    "pan-right": lambda screen: screen.pan(0.25),
    "find": lambda screen: screen.finding.begin(),
}
"""Actions that do more than make a view, and stay on this screen."""


def go_to(screen: Explorer, kind: str, id: str) -> None:
    """Where the palette leads: a company, a measure, a figure, or a whole view."""
    clear = screen.view.uncovered.cleared()
    if kind == "entity":
        screen.go(replace(clear, entities=(id,), at_entity=id, pane="timeline", fact=None))
    elif kind == "measure":
        measure = Measure.parse(id)
        screen.go(replace(clear, measures=(measure,), at_measure=measure, pane="timeline", fact=None))
    elif kind == "fact":
        screen.go(replace(clear, fact=id, pane="evidence", scroll=0))
    else:
        place = View.parse(id)
        if place.compared:  # A kept comparison lies over wherever one is.
            screen.cover(comparing=True, compared=place.compared)
        else:
            screen.go(place)
        screen.lay_over()
