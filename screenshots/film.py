"""The shipped tour as an animated picture: the same beats as `cqtui demo` plays, each on its own frame.

Rows of the screen that are alike are drawn once and used by every frame they stand in. All frames stand
side by side, and one animation shifts them past the window, each for as long as the tour rests on it.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape
from math import inf
from typing import NamedTuple

from rich.cells import cell_len
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import TerminalTheme

from cqtui.commands.asking import Asked
from cqtui.commands.touring import answered, script
from cqtui.config import Chosen, Settings
from cqtui.tour.playing import Beat
from cqtui.ui import keys, touring
from cqtui.ui.app import ExplorerApp
from cqtui.ui.guide import Guide
from cqtui.ui.lines import Piece
from cqtui.ui.session import Session
from cqtui.ui.settling import settled
from cqtui.view import View

WIDTH, HEIGHT = 120, 40
_CELL, _LINE, _SIZE = 8.4, 18.0, 14
"""The width and height of a cell, and the size of its letters, in pixels."""
_CALM = 0.1
"""Seconds in which nothing changes any more on a screen that is to be a frame."""
_LEAST = 0.1
"""Seconds of a frame that is only passed."""
_THEME = TerminalTheme((18, 18, 18), (208, 208, 208), [(0, 0, 0)] * 8, [(255, 255, 255)] * 8)

Row = tuple[tuple[str, str], ...]
"""A row of the screen: stretches of text, each with what it is drawn with."""


class Frame(NamedTuple):
    """A screen, and for how many seconds it is looked at."""

    rows: Sequence[Row]
    seconds: float


class _Filmed(Guide):
    """A guide each of whose beats is a frame."""

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **named)  # type: ignore[arg-type]
        self.frames: list[Frame] = []

    def status(self, width: int) -> list[Piece]:
        """As at pace 1, which the frames are shown at."""
        now = self.playing
        self.playing = replace(now, pace=1.0)
        try:
            return super().status(width)
        finally:
            self.playing = now

    async def _do(self, beat: Beat) -> None:
        await super()._do(beat)
        rows = await _still(self._app)
        if self.frames and self.frames[-1].rows == rows:
            self.frames[-1] = self.frames[-1]._replace(seconds=self.frames[-1].seconds + beat.lasts)
        else:
            self.frames.append(Frame(rows, beat.lasts))


def film(chosen: Chosen, known: Callable[[ExplorerApp], object]) -> str:
    """The shipped tour of a store as SVG. `known` gives what to wait for before it begins."""
    tour = script(Asked(), keys.BY_ID)
    app = ExplorerApp(Session(chosen, Settings(read_only=True)), View())
    touring.Guide = _Filmed  # type: ignore[misc]
    guide = touring.set_up(app, tour, answered, pace=inf, at_end=lambda: app.exit(return_code=0))
    assert isinstance(guide, _Filmed)
    begin = guide.begin

    async def begun() -> None:
        await known(app)  # type: ignore[misc]
        begin()

    tasks: list[asyncio.Task[None]] = []
    guide.begin = lambda: tasks.append(asyncio.create_task(begun()))  # type: ignore[method-assign]
    asyncio.run(app.run_async(headless=True, size=(WIDTH, HEIGHT)))
    if app.crash is not None:
        raise app.crash
    if guide.missing:
        raise SystemExit(f"screenshots: the tour waits in vain for {guide.missing[0].texts}")
    return drawn([frame._replace(seconds=max(_LEAST, frame.seconds)) for frame in guide.frames], tour.title)


async def _still(app: ExplorerApp) -> Sequence[Row]:
    """The screen once nothing changes on it any more."""
    rows = None
    while rows != (now := _rows(app)):
        rows = now
        await asyncio.sleep(_CALM)
        await settled(app)
    return rows


def _rows(app: ExplorerApp) -> Sequence[Row]:
    return [tuple(_stretches(line)) for line in app.screen._compositor.render_strips()]


def _stretches(line: Sequence[Segment]) -> list[tuple[str, str]]:
    made: list[tuple[str, str]] = []
    for text, style, _ in line:
        look = _look(style or Style.null())
        if made and made[-1][1] == look:
            made[-1] = made[-1][0] + text, look
        elif text:
            made.append((text, look))
    return made


def _look(style: Style) -> str:
    """The ink, the paper and what the letters are like, parted by blanks."""
    ink, paper = _hex(style.color, is_ink=True), _hex(style.bgcolor, is_ink=False)
    if style.reverse:
        ink, paper = paper, ink
    kinds = [name for name, is_so in (("b", style.bold), ("i", style.italic), ("u", style.underline)) if is_so]
    return " ".join((ink, paper, *kinds))


def _hex(color: Color | None, *, is_ink: bool) -> str:
    return (color or Color.default()).get_truecolor(_THEME, foreground=is_ink).hex


# The picture


def drawn(frames: Sequence[Frame], title: str) -> str:
    """Frames as an animated SVG, which begins again at its end."""
    rows: dict[Row, int] = {}
    for frame in frames:
        for row in frame.rows:
            rows.setdefault(row, len(rows))
    looks = {look: f"c{number}" for number, look in enumerate(sorted({look for row in rows for _, look in row}))}
    papers = Counter(look.split(" ")[1] for row in rows for _, look in row)
    ((ground, _),) = papers.most_common(1)
    width, height = WIDTH * _CELL, HEIGHT * _LINE
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}">',
        f"<title>{escape(title)}</title>",
        f"<style>text{{font:{_SIZE}px DejaVu Sans Mono,Menlo,Consolas,monospace;white-space:pre}}",
        *(_rule(look, name) for look, name in looks.items()),
        *_animation(frames, width),
        "</style><defs>",
        *(f'<g id="r{number}">{_row(row, looks, ground)}</g>' for row, number in rows.items()),
        f'</defs><rect width="100%" height="100%" fill="{ground}"/><g class="film">',
    ]
    for number, frame in enumerate(frames):
        uses = "".join(f'<use href="#r{rows[row]}" y="{y * _LINE:g}"/>' for y, row in enumerate(frame.rows))
        lines.append(f'<g transform="translate({number * width:g})">{uses}</g>')
    return "\n".join([*lines, "</g></svg>", ""])


def _rule(look: str, name: str) -> str:
    ink, paper, *kinds = look.split(" ")
    more = {"b": ";font-weight:bold", "i": ";font-style:italic", "u": ";text-decoration:underline"}
    return f"rect.{name}{{fill:{paper}}}text.{name}{{fill:{ink}{''.join(more[kind] for kind in kinds)}}}"


def _animation(frames: Sequence[Frame], width: float) -> list[str]:
    """One animation that stands still at each frame for its time."""
    whole = sum(frame.seconds for frame in frames)
    passed, stops = 0.0, []
    for number, frame in enumerate(frames):
        stops.append(f"{passed / whole * 100:.3f}%{{transform:translateX({-number * width:g}px)}}")
        passed += frame.seconds
    return [
        f".film{{animation:film {whole:.2f}s step-end infinite}}",
        f"@keyframes film{{{''.join(stops)}}}",
    ]


def _row(row: Row, looks: dict[str, str], ground: str) -> str:
    """A row's papers, where they are not the ground of all, and its letters. What is not ASCII is held to its cells,
    for a browser may draw it with another font."""
    papers, texts, x = [], [], 0
    for text, look in row:
        cells = cell_len(text)
        at, wide = f"{x * _CELL:g}", f"{cells * _CELL:g}"
        if look.split(" ")[1] != ground:
            papers.append(f'<rect class="{looks[look]}" x="{at}" width="{wide}" height="{_LINE:g}"/>')
        if not text.isspace():
            length = "" if text.isascii() else f' textLength="{wide}"'
            texts.append(f'<text class="{looks[look]}" x="{at}" y="{_LINE * 0.75:g}"{length}>{escape(text)}</text>')
        x += cells
    return "".join(papers + texts)
