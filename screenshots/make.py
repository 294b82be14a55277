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
from pathlib import Path
from typing import NamedTuple

# The same colours wherever the pictures are made; Textual reads these when it is imported.
os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
for _variable in ("NO_COLOR", "TEXTUAL_COLOR_SYSTEM", "TEXTUAL_THEME"):
    os.environ.pop(_variable, None)

from cqtui.config import Chosen, Settings  # noqa: E402
from cqtui.index.questions import Index  # noqa: E402
from cqtui.ui.app import ExplorerApp  # noqa: E402
from cqtui.ui.explorer import Explorer  # noqa: E402
from cqtui.ui.session import Session  # noqa: E402
from cqtui.view import View  # noqa: E402

HERE = Path(__file__).parent
STORE = HERE.parent / "store" / "facts.json"


class Picture(NamedTuple):
    """A picture: its size in cells, the keys that lead to what it shows, and the theme."""

    name: str
    width: int
    height: int
    keys: tuple[str, ...] = ()
    theme: str = "cqtui-dark"
    marked: tuple[str, ...] = ()
    """What is marked and compared: queries that each find one figure."""


LAPTOPS = ("find=liangjiang+4.1433", "source=liangjiang-electronics-2012&find=20+million+laptops")
WORLD_SHARE = ("source=laptops-cgtn-2023&find=one-third", "source=industry-cns-2024-zh&find=half")
PICTURES = (
    Picture("explorer-120x40", 120, 40),
    Picture("explorer-80x24", 80, 24, ("3",)),
    Picture("drill-down-120x40", 120, 40, ("enter", "enter", "enter")),
    Picture("drill-down-80x24", 80, 24, ("enter", "enter", "enter")),
    Picture("columns-120x40", 120, 40, ("3", "t")),
    Picture("plot-120x40", 120, 40, ("3", "t", "t")),
    Picture("conflict-120x40", 120, 40, marked=WORLD_SHARE),
    Picture("conflicts-120x40", 120, 40, ("exclamation_mark",)),
    Picture("targets-120x40", 120, 40, ("T",)),
    Picture("search-120x40", 120, 40, ("slash", *"laptop")),
    Picture("search-80x24", 80, 24, ("slash", *"laptop")),
    Picture("compare-120x40", 120, 40, marked=LAPTOPS),
    Picture("compare-80x24", 80, 24, marked=LAPTOPS),
    Picture("light-120x40", 120, 40, ("3",), theme="cqtui-light"),
)


async def shown(picture: Picture) -> str:
    """The explorer's screen as SVG."""
    session = Session(Chosen(STORE, demo=True), Settings(theme=picture.theme))
    view = View()
    if picture.marked:
        view = View(marks=tuple(one_figure(session.index, query) for query in picture.marked), comparing=True)
    app = ExplorerApp(session, view)
    async with app.run_test(size=(picture.width, picture.height)) as pilot:
        await pilot.pause()
        await whole_store_known(app)
        for key in picture.keys:
            await pilot.press(key)
        await pilot.pause()
        return settled(app.export_screenshot(title=f"cqtui, {picture.width} × {picture.height}"), picture.name)


async def whole_store_known(app: ExplorerApp) -> None:
    """Until the conflicts and targets of the store are found, which the explorer seeks beside what is shown."""
    overview = next(screen for screen in app.screen_stack if isinstance(screen, Explorer)).overview
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
    for picture in PICTURES:
        svg = asyncio.run(shown(picture))
        path = HERE / f"{picture.name}.svg"
        if asked.check:
            if not path.exists() or path.read_text("utf-8") != svg:
                stale.append(path.name)
            continue
        path.write_text(svg, "utf-8")
        if asked.png:
            import cairosvg

            cairosvg.svg2png(bytestring=svg.encode(), write_to=str(path.with_suffix(".png")), scale=1.5)
        print(path.name)
    if stale:
        print(f"stale: {', '.join(stale)}; make them anew with: python screenshots/make.py", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
