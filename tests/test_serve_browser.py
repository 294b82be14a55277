"""`cqtui serve` in a real browser: what a visitor does, and what the page asks for and complains of meanwhile."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

pytest.importorskip("aiohttp")
pytest.importorskip("textual_serve")

from aiohttp import web
from chromium import CHROMIUM, Tab, opened
from served import Service, wait_until

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")

_COLOURS = """(async () => {
  const bytes = Uint8Array.from(atob("%s"), letter => letter.charCodeAt(0));
  const picture = await createImageBitmap(new Blob([bytes]));
  const paper = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
  paper.drawImage(picture, 0, 0);
  const counted = {};
  for (const pixel of new Uint32Array(paper.getImageData(0, 0, picture.width, picture.height).data.buffer))
    counted[pixel] = (counted[pixel] || 0) + 1;
  return JSON.stringify(Object.values(counted).sort((a, b) => b - a));
})()"""
"""How many pixels of a picture have each of its colours, the most frequent first."""


async def colours(tab: Tab, picture: bytes) -> list[int]:
    counted: list[int] = json.loads(await tab.evaluate(_COLOURS % base64.b64encode(picture).decode()))
    return counted


def check_quiet(tab: Tab, service: Service) -> None:
    """The page has asked this server alone, and complained of nothing."""
    own = (str(service.address), str(service.address.with_scheme("ws")), "data:")
    assert [one for one in tab.asked if not one.startswith(own)] == []
    assert tab.complaints == []


async def test_a_visitor_drills_down_to_a_sentence_and_compares_two_figures(two_briefs: Path, tmp_path: Path) -> None:
    async with Service("--store", two_briefs) as service, opened(tmp_path / "profile") as tab:
        await tab.open(str(service.entry))
        await tab.wait_for("1 Companies", "2 Metrics", "3 Timeline", "4 Evidence", "OPPO")
        await tab.wait_until_focused()
        assert await tab.evaluate("location.search") == ""  # The token is no longer in the address.
        assert await tab.evaluate("document.cookie") == ""
        await tab.press("Enter", "Enter", "Enter")
        await tab.wait_for("[18.9")
        await tab.type(" X/174 million")
        await tab.press("Enter")
        await tab.wait_for("[174")
        await tab.type(" c")
        await tab.wait_for("10.9 %")
        picture = await tab.screenshot()
        (tmp_path / "page.png").write_bytes(picture)  # For whoever wants to see it.
        counted = await colours(tab, picture)
        assert len(counted) > 50  # Letters are drawn, with their edges …
        assert sum(counted[1:]) > 0.03 * sum(counted)  # … and more of them than a note would need.
        assert await tab.evaluate("document.fonts.check('16px Roboto Mono')")
        check_quiet(tab, service)
        copied = "navigator.clipboard.writeText('x').then(() => 'written', () => 'refused')"
        assert await tab.evaluate(copied) == "refused"
        await tab.open("about:blank")
        await wait_until(lambda: not service.sessions, "the session to end with its page")


async def test_who_has_left_can_begin_again(two_briefs: Path, tmp_path: Path) -> None:
    async with Service("--store", two_briefs) as service, opened(tmp_path / "profile") as tab:
        await tab.open(str(service.entry))
        await tab.wait_for("Companies")
        await tab.wait_until_focused()
        await tab.type("q")
        await tab.wait_until(lambda: tab.closed, "the session to end")
        await tab.wait_shown(".ended")
        await tab.evaluate("document.querySelector('.ended a').click()")
        await tab.wait_until(lambda: not tab.closed, "another session")
        await tab.wait_for("Companies")
        check_quiet(tab, service)


async def test_a_phone_shows_one_pane_at_a_time(two_briefs: Path, tmp_path: Path) -> None:
    async with Service("--store", two_briefs) as service, opened(tmp_path / "profile", 390, 844, phone=True) as tab:
        await tab.open(str(service.entry))
        await tab.wait_for("[Companies]")
        assert "╭ 3 Timeline" not in tab.text
        assert 45 <= tab.size[0] <= 60
        check_quiet(tab, service)


@asynccontextmanager
async def elsewhere(text: str) -> AsyncIterator[str]:
    """The address of another site's page."""

    async def answer(_: web.Request) -> web.Response:
        return web.Response(text=text, content_type="text/html")

    site = web.Application()
    site.router.add_get("/", answer)
    runner = web.AppRunner(site)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://localhost:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()


async def test_a_link_on_another_site_leads_in_and_its_scripts_do_not(two_briefs: Path, tmp_path: Path) -> None:
    async with Service("--store", two_briefs) as service, opened(tmp_path / "profile") as tab:
        link = f'<a href="{service.entry}">the figures</a>'
        async with elsewhere(link) as address:
            await tab.open(address)
            await tab.wait_shown("a")
            await tab.evaluate("document.querySelector('a').click()")
            await tab.wait_for("Companies")
            check = f"""new Promise(done => {{
              const socket = new WebSocket("{service.address.with_scheme("ws")}session?width=80&height=24");
              socket.onopen = () => done("open");
              socket.onerror = () => done("refused");
            }})"""
            framed = f"""new Promise(done => {{
              const frame = document.createElement("iframe");
              frame.src = "{service.address}";
              frame.onload = () => {{
                try {{ done(String(frame.contentDocument?.body)); }} catch {{ done("refused"); }}
              }};
              document.body.append(frame);
            }})"""
            await tab.open(address)
            await tab.wait_shown("a")
            assert await tab.evaluate(check) == "refused"
            assert await tab.evaluate(framed) in ("refused", "undefined")
        await wait_until(lambda: not service.sessions, "the session to end with its page")
