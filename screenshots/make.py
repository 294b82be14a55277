"""Makes every picture in this folder from the live explorer on the shipped store.

python screenshots/make.py            # all, as SVG
python screenshots/make.py --png      # and as PNG beside them (needs the extra `screenshots`)
python screenshots/make.py --check    # fail if a picture is not what the explorer shows today
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

# The same colours wherever the pictures are made; Textual reads these when it is imported.
os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
for _variable in ("NO_COLOR", "TEXTUAL_COLOR_SYSTEM", "TEXTUAL_THEME"):
    os.environ.pop(_variable, None)

from film import film  # noqa: E402

from cqtui.config import Chosen, Settings  # noqa: E402
from cqtui.index.questions import Index  # noqa: E402
from cqtui.ui.app import ExplorerApp  # noqa: E402
from cqtui.ui.explorer import Explorer  # noqa: E402
from cqtui.ui.session import Session  # noqa: E402
from cqtui.view import View  # noqa: E402

HERE = Path(__file__).parent
STORE = HERE.parent / "store" / "facts.json"


class Scene(NamedTuple):
    """What a picture shows: the keys that lead there, and what is marked and compared."""

    name: str
    keys: tuple[str, ...] = ()
    marked: tuple[str, ...] = ()
    """Queries that each find one figure."""


class Picture(NamedTuple):
    """A scene on a screen of so many cells, in the colours of a theme."""

    scene: Scene
    width: int = 120
    height: int = 40
    theme: str = "dark"

    @property
    def name(self) -> str:
        theme = "" if self.theme == "dark" else f"-{self.theme}"
        return f"{self.scene.name}{theme}-{self.width}x{self.height}"


LAPTOPS = ("find=liangjiang+4.1433", "source=liangjiang-electronics-2012&find=20+million+laptops")
WORLD_SHARE = ("source=laptops-cgtn-2023&find=one-third", "source=industry-cns-2024-zh&find=half")
STORY = (
    Scene("explorer", ("3",)),
    Scene("drill-down", ("enter", "enter", "enter")),
    Scene("conflict", marked=WORLD_SHARE),
    Scene("compare", marked=LAPTOPS),
)
"""Drawn dark and light, large and small."""
MORE = (
    Scene("columns", ("3", "t")),
    Scene("plot", ("3", "t", "t")),
    Scene("conflicts", ("exclamation_mark",)),
    Scene("targets", ("T",)),
    Scene("search", ("slash", *"laptop")),
)
PICTURES = (
    *(Picture(one, *size, theme) for one in STORY for size in ((120, 40), (80, 24)) for theme in ("dark", "light")),
    *(Picture(one) for one in MORE),
)
TOUR = "tour"
"""The picture that moves."""


def pictures() -> Iterator[tuple[str, Callable[[], str]]]:
    """The names of all pictures, and what makes each."""
    for picture in PICTURES:
        yield picture.name, partial(lambda one: asyncio.run(shown(one)), picture)
    yield TOUR, lambda: film(Chosen(STORE, demo=True), whole_store_known)


async def shown(picture: Picture) -> str:
    """The explorer's screen as SVG."""
    scene = picture.scene
    session = Session(Chosen(STORE, demo=True), Settings(theme=f"cqtui-{picture.theme}"))
    view = View()
    if scene.marked:
        view = View(marks=tuple(one_figure(session.index, query) for query in scene.marked), comparing=True)
    app = ExplorerApp(session, view)
    async with app.run_test(size=(picture.width, picture.height)) as pilot:
        await pilot.pause()
        await whole_store_known(app)
        for key in scene.keys:
            await pilot.press(key)
        await pilot.pause()
        return settled(app.export_screenshot(title=f"cqtui, {picture.width} × {picture.height}"), picture.name)


async def whole_store_known(app: ExplorerApp) -> None:
    """Until the conflicts and targets of the store are found, which the explorer seeks beside what is shown."""
    explorer = next(screen for screen in app.screen_stack if isinstance(screen, Explorer))
    while not explorer.is_settled:
        await asyncio.sleep(0.02)
    overview = explorer.overview
    for seek in (overview.seek_conflicts, overview.seek_targets):
        known = asyncio.Event()
        seek(known.set)
        await known.wait()


def one_figure(index: Index, query: str) -> str:
    found = index.search(View.parse(query))
    if not found:
        sys.exit(f"screenshots: no figure matches {query}")
    return found[0].id


def settled(svg: str, name: str) -> str:
    """The SVG without what differs from run to run or is fetched from elsewhere.

    Web fonts go: whoever looks at the picture has a monospaced font.
    """
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = svg.replace("Fira Code", "DejaVu Sans Mono, Menlo, Consolas")
    svg = re.sub(r"terminal-\d+", name, svg)
    return svg.replace("\r", "") + ("" if svg.endswith("\n") else "\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--png", action="store_true")
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    stale = []
    for name, made in pictures():
        svg = made()
        path = HERE / f"{name}.svg"
        if asked.check:
            if not path.exists() or path.read_text("utf-8") != svg:
                stale.append(path.name)
            continue
        path.write_text(svg, "utf-8")
        if asked.png and name != TOUR:
            import cairosvg

            cairosvg.svg2png(bytestring=svg.encode(), write_to=str(path.with_suffix(".png")), scale=1.5)
        print(path.name)
    if stale:
        print(f"stale: {', '.join(stale)}; make them anew with: python screenshots/make.py", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
