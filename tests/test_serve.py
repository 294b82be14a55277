"""`cqtui serve` without a browser: who is let in, what a page may do, and what is left when it ends."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("aiohttp")
pytest.importorskip("textual_serve")

import aiohttp
from served import PATIENCE, Page, Service, is_alive, wait_until
from textual.drivers._byte_stream import ByteStream
from yarl import URL

from cqtui.commands import grammar
from cqtui.serving import guard, speech
from cqtui.serving.visit import environment

needs_proc = pytest.mark.skipif(not list(Path("/proc/self/task").glob("*/children")), reason="/proc tells no children")
LOOPBACK = guard.guard("127.0.0.1", "secret", machine="box")


# Who may speak


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:9999", "LOCALHOST:80", "[::1]:8000", "localhost"])
def test_this_machine_is_known_by_its_loopback_names_at_any_port(host: str) -> None:
    assert LOOPBACK.knows_host(host)


@pytest.mark.parametrize(
    "host",
    ["", "evil.example", "127.0.0.1.evil.example:8000", "localhost.evil.example", "evil.example:8000", "box:8000",
     "192.168.0.7:8000", "evil.example#localhost", "[::1", "user@evil.example", "0x7f.1", "localhost:80:80.evil.com"],
)  # fmt: skip
def test_no_other_name_leads_here(host: str) -> None:
    assert not LOOPBACK.knows_host(host)


def test_a_server_for_other_machines_is_known_by_numbers_and_its_name() -> None:
    everywhere = guard.guard("0.0.0.0", "secret", machine="Box")
    assert all(map(everywhere.knows_host, ("192.168.0.7:8000", "[fe80::1]:8000", "box:8000", "localhost:1")))
    assert not everywhere.knows_host("evil.example:8000")
    one = guard.guard("192.168.0.7", "secret", machine="Box")
    assert one.knows_host("192.168.0.7:8000")
    assert not any(map(one.knows_host, ("192.168.0.8:8000", "box:8000")))


def test_pages_of_other_sites_and_ports_have_no_business_here() -> None:
    def knows(origin: str | None, *, needed: bool = True) -> bool:
        return LOOPBACK.knows_origin(origin, "127.0.0.1:8000", needed=needed)

    assert knows("http://127.0.0.1:8000")
    assert knows(None, needed=False)
    for origin in (None, "null", "", "http://127.0.0.1:8001", "https://127.0.0.1:8000", "http://evil.example"):
        assert not knows(origin), origin


@given(st.text())
def test_no_other_token_opens(token: str) -> None:
    assert LOOPBACK.knows_token(token) == (token == "secret")
    assert not LOOPBACK.knows_token(None)


# What a page may say


@given(st.text())
def test_keys_reach_the_explorer_as_they_were_typed(text: str) -> None:
    said = speech.understood(json.dumps(["stdin", text]))
    ((kind, content),) = ByteStream().feed(said.packet)
    assert (kind, content) == ("D", text.encode())


def test_half_a_character_is_no_key() -> None:
    assert speech.understood('["stdin", "a\\ud800b"]').packet.endswith("a���b".encode())


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
                    lambda one: st.lists(one) | st.dictionaries(st.text(), one)))  # fmt: skip
def test_what_no_page_says_is_refused(said: object) -> None:
    with pytest.raises(speech.Nonsense):
        speech.understood(json.dumps(said))


@pytest.mark.parametrize(
    "message",
    ["", "{", "[" * 50_000, '["stdin"]', '["stdin", 1]', '["stdin", "x", "y"]', '["resize", {}]', '["quit"]', "[]",
     '"stdin"', '["resize", {"width": 1.5, "height": 2}]', '["resize", {"width": true, "height": 2}]',
     '["meta", {"type": "exit"}]',
     '["resize", {"width": "1e9", "height": 2}]', '["ping", "' + "x" * 100 + '"]', '["deliver_chunk_request", {}]'],
)  # fmt: skip
def test_messages_that_are_nearly_right_are_refused(message: str) -> None:
    with pytest.raises(speech.Nonsense):
        speech.understood(message)


@given(st.integers(), st.integers())
def test_sizes_are_brought_into_what_a_terminal_may_have(width: int, height: int) -> None:
    said = speech.understood(json.dumps(["resize", {"width": width, "height": height}]))
    ((kind, content),) = ByteStream().feed(said.packet)
    about = json.loads(content)
    assert kind == "M"
    assert about == {
        "type": "resize", "width": sorted((20, width, 500))[1], "height": sorted((6, height, 200))[1],
    }  # fmt: skip


def test_a_question_whether_anybody_is_there_is_answered() -> None:
    assert speech.understood('["ping", "1795334400000"]').answer == '["pong", "1795334400000"]'


def test_the_clipboard_is_not_written_unless_asked() -> None:
    written = b"a\x1b]52;c;Zm9v\x07b\x1b]52;c;?\x1b\\c\x1b]0;title\x07"
    assert speech.shown(written, clipboard=False) == b"abc\x1b]0;title\x07"
    assert speech.shown(written, clipboard=True) == written


def test_addresses_are_opened_only_when_asked_and_files_never() -> None:
    def told(about: object, *, links: bool = True) -> str:
        return speech.told(json.dumps(about).encode(), links=links)

    page = {"type": "open_url", "url": "https://example.org/", "new_tab": False}
    assert json.loads(told(page)) == ["open_url", {"url": "https://example.org/", "new_tab": True}]
    assert told(page, links=False) == ""
    for about in ({**page, "url": "javascript:alert(1)"}, {**page, "url": 1}, {"type": "exit"}, [], 1,
                  {"type": "deliver_file_start", "key": "k", "path": "/etc/passwd"}):  # fmt: skip
        assert told(about) == ""
    assert speech.told(b"\xff", links=True) == ""


@given(st.lists(st.tuples(st.integers(0, 100_000), st.floats(0, 5)), min_size=1))
def test_no_page_is_passed_on_faster_than_its_pace(messages: list[tuple[int, float]]) -> None:
    rate, burst = 1000.0, 4000.0
    pace, now, passed = speech.Pace(rate, burst), 50.0, 0
    for length, pause in messages:
        now += pause
        now += pace.wait(length, now)
        passed += max(length, speech.Pace.LEAST)
        assert passed <= burst + rate * (now - 50.0) + 1e-3


def test_whoever_types_never_waits() -> None:
    pace = speech.Pace()
    assert not any(pace.wait(20, at / 100) for at in range(1000))


def test_an_explorer_gets_of_the_environment_only_what_it_needs() -> None:
    ours = {"HOME": "/home/me", "LC_ALL": "C.UTF-8", "CQTUI_STORE": "s.json", "XDG_CACHE_HOME": "/c", "NO_COLOR": "1"}
    others = {
        "CQTUI_LLM_KEY": "x", "TEXTUAL_PRESS": "q", "TEXTUAL_LOG": "/tmp/x", "TEXTUAL": "debug", "AWS_SECRET": "x",
        "BROWSER": "sh", "EDITOR": "sh", "TMUX": "x", "SSH_CONNECTION": "x", "_ARGCOMPLETE": "1", "COLUMNS": "7",
    }  # fmt: skip
    kept = environment({**ours, **others}, 100, 30)
    assert ours.items() <= kept.items()
    assert not others.keys() & kept.keys() - {"COLUMNS"}
    assert (kept["COLUMNS"], kept["ROWS"]) == ("100", "30")


# The server


SAFE = {
    "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin", "Cache-Control": "no-store",
}  # fmt: skip
PARTS = ("", "page.css", "page.js", "textual.js", "xterm.css", "mono.ttf", "mono-italic.ttf")


def check_headers(answer: aiohttp.ClientResponse) -> None:
    assert SAFE.items() <= answer.headers.items()
    policy = answer.headers["Content-Security-Policy"].split("; ")
    assert {"default-src 'none'", "frame-ancestors 'none'", "script-src 'self'"} <= set(policy)
    assert not any("http" in one or "*" in one for one in policy)
    assert "clipboard-write=()" in answer.headers["Permissions-Policy"]


async def test_without_the_token_nothing_is_shown(two_briefs: Path) -> None:
    async with Service("--store", two_briefs) as service:
        for part in (*PARTS, "session", "nothing", "../../etc/passwd", "%2e%2e/x", "download/x"):
            for query in ({}, {"token": ""}, {"token": "x" * 43}):
                cookies = {f"cqtui-{service.entry.port}": query.get("token", "")}
                asked = service.address.join(part_of(part)).with_query(query)
                async with aiohttp.ClientSession(cookies=cookies) as stranger, stranger.get(asked) as answer:
                    assert answer.status == 403, part
                    assert "terminal" not in await answer.text()
                    check_headers(answer)
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await service.client.ws_connect(service.address / "session", origin=service.origin)
        assert refused.value.status == 403
        assert service.sessions == []


def part_of(name: str) -> URL:
    return URL(f"/{name}", encoded=True)


async def test_the_token_becomes_a_cookie_that_no_script_and_no_other_site_can_use(two_briefs: Path) -> None:
    async with Service("--store", two_briefs) as service:
        async with service.client.get(service.entry) as answer:
            check_headers(answer)
            (cookie,) = answer.cookies.values()
            assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Strict", "")
            assert "url=./" in await answer.text()
        for part in PARTS:
            async with service.client.get(service.address / part) as answer:
                assert answer.status == 200, part
                check_headers(answer)
                assert len(await answer.read()) > 100
        for part, status in (("nothing", 404), ("static", 404), ("download/x", 404), ("etc%2fpasswd", 404)):
            async with service.client.get(service.address.join(part_of(part))) as answer:
                assert answer.status == status
                check_headers(answer)
        async with service.client.post(service.address, data=b"x") as answer:
            assert answer.status == 405


async def test_with_the_cookie_other_names_and_other_pages_are_still_refused(two_briefs: Path) -> None:
    async with Service("--store", two_briefs) as service:
        await service.enter()
        for headers in ({"Host": "evil.example"}, {"Origin": "http://evil.example"}, {"Origin": "null"}):
            for address in (service.address, service.entry, service.address / "textual.js"):
                async with service.client.get(address, headers=headers) as answer:
                    assert answer.status == 403, headers
                    assert not answer.cookies
        evil = "http://evil.example"
        other_port = f"http://127.0.0.1:{int(service.entry.port or 0) + 1}"
        for given_ in (
            {"origin": evil},
            {"origin": other_port},
            {"origin": None},
            {"headers": {"Host": "evil.example"}},
        ):
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await service.page(**given_)
            assert refused.value.status == 403
        assert service.sessions == []


async def test_behind_a_proxy_its_address_is_known_too(two_briefs: Path) -> None:
    port = free_port()
    async with Service("--store", two_briefs, "--public-url", "https://press.example.org/cqtui", port=port) as service:
        assert str(service.address) == "https://press.example.org/cqtui/"
        local = f"http://127.0.0.1:{port}/"
        for host in ("press.example.org", f"127.0.0.1:{port}"):  # As proxies pass it on, or do not.
            async with service.client.get(f"{local}?{service.entry.query_string}", headers={"Host": host}) as answer:
                (cookie,) = answer.cookies.values()
                assert cookie["secure"]
            headers = {"Host": host, "Cookie": f"{cookie.key}={cookie.value}"}
            asked = service.client.ws_connect(f"{local}session", origin="https://press.example.org", headers=headers)
            async with asked as socket:
                assert not socket.closed
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await service.client.ws_connect(f"{local}session", origin="http://evil.example", headers=headers)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# Sessions


@needs_proc
async def test_seats_are_counted_and_given_back(two_briefs: Path) -> None:
    async with Service("--store", two_briefs, "--sessions", 1) as service:
        first = await service.shown()
        async with service.client.get(service.address) as answer:
            assert answer.status == 503
            assert "seats are taken" in await answer.text()
        second = await service.page()
        assert await second.wait_closed() == aiohttp.WSCloseCode.TRY_AGAIN_LATER
        assert len(service.sessions) == 1
        await first.type("q")
        assert await first.wait_closed() == aiohttp.WSCloseCode.OK
        await wait_until(lambda: not service.sessions, "the session to end")
        third = await service.page()
        await third.wait_for("Companies")


@needs_proc
async def test_a_session_ends_with_its_page_and_a_page_with_its_session(two_briefs: Path) -> None:
    async with Service("--store", two_briefs) as service:
        page = await service.shown()
        (explorer,) = service.sessions
        await page.socket.close()
        await wait_until(lambda: not is_alive(explorer), "the explorer to end")
        early = await service.page()  # It is left before there is anything to see.
        await early.socket.close()
        await wait_until(lambda: not service.sessions, "the explorer to end")
        page = await service.shown()
        os.kill(service.sessions[0], signal.SIGKILL)
        assert await page.wait_closed() == aiohttp.WSCloseCode.OK
        code, said = await service.stop()
        assert (code, said.count("\n")) == (0, 1)


@needs_proc
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
async def test_the_server_ends_with_all_its_sessions(two_briefs: Path, number: int) -> None:
    async with Service("--store", two_briefs) as service:
        pages = [await service.shown(), await service.page()]
        await wait_until(lambda: len(service.sessions) == 2, "both explorers")
        known = service.sessions
        waiting = asyncio.gather(*(page.wait_closed() for page in pages))
        code, said = await service.stop(number)
        assert await waiting == [aiohttp.WSCloseCode.GOING_AWAY] * 2
        assert code == 0
        assert said.splitlines() == ["cqtui: serving until ctrl+c; who has this address sees the store"]
        assert not any(map(is_alive, known))


@needs_proc
async def test_sessions_leave_a_server_that_was_killed(two_briefs: Path) -> None:
    async with Service("--store", two_briefs) as service:
        await service.shown()
        known = service.sessions
        await service.stop(signal.SIGKILL)
        await wait_until(lambda: not any(map(is_alive, known)), "the explorer to end")


@pytest.mark.parametrize("message", ["x" * (speech.LONGEST + 1), "{", '["resize", {"width": "x", "height": 1}]'])
async def test_who_says_too_much_or_nonsense_is_shown_out(two_briefs: Path, message: str) -> None:
    async with Service("--store", two_briefs) as service:
        page = await service.page()
        await page.socket.send_str(message)
        expected = {True: aiohttp.WSCloseCode.MESSAGE_TOO_BIG, False: aiohttp.WSCloseCode.POLICY_VIOLATION}
        assert await page.wait_closed() == expected[len(message) > speech.LONGEST]


async def test_a_screen_has_the_size_of_its_page_within_limits(two_briefs: Path) -> None:

    def rows(page: Page) -> int:
        return max((int(row) for row in re.findall(rb"\x1b\[(\d+);\d+H", page.raw)), default=0)

    async with Service("--store", two_briefs) as service:
        for height, shown in ((99_999, 200), (1, 6)):
            page = await service.page(100, height)
            await page.wait_until(lambda page=page, shown=shown: rows(page) == shown, f"{shown} rows")  # type: ignore[misc]
            await page.say("resize", {"width": 100, "height": 10**30})
            await page.wait_until(lambda page=page: rows(page) == 200, "200 rows")  # type: ignore[misc]
            await page.socket.close()
        page = await service.page(100, -1)
        assert await page.wait_closed() == aiohttp.WSCloseCode.POLICY_VIOLATION


async def test_what_a_terminal_never_sends_does_no_harm(two_briefs: Path) -> None:
    async with Service("--store", two_briefs) as service:
        page = await service.shown()
        for keys in (
            "\x1b[1114112u",
            "\ud800",
            "\x1b[",
            "\0",
            "\x1b[<0;99999;99999M",
            "\x1b]52;c;Zm9v\x07",
            "\x1b[?2026;2$y",
        ):
            await page.type(keys)
        for kind in ("focus", "blur", "focus"):
            await page.say(kind)
        await page.type("/phones\r")
        await page.wait_for("[18.9")


async def test_a_flood_ends_with_its_page(two_briefs: Path) -> None:
    async with Service("--store", two_briefs) as service:
        page, other = await service.shown(), await service.shown()
        for _ in range(20):
            await page.type("jk" * 15_000)
        await other.type("/phones\r")
        await other.wait_for("[18.9")
        await page.socket.close()
        await wait_until(lambda: len(service.sessions) == 1, "the flooded explorer to end")


# What a session may do


def files(*folders: Path) -> dict[Path, tuple[int, bytes]]:
    found = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    return {file: (file.stat().st_mtime_ns, file.read_bytes()) for file in found}


WRITING = ("a", "d", "b", "C", "entity=x\r", "w", "a note\r", "e", "figures.csv\r", "u", "o", "y", "Y", "\x1b")


@needs_proc
async def test_nothing_is_written_started_copied_or_opened(environment: Path, store_path: Path) -> None:
    async with Service("--store", store_path) as service:
        page = await service.shown()
        before = files(environment, store_path.parent)
        await page.type("\r\r\r")
        await page.wait_for("4 Evidence", "accepted" if "accepted" in page.text else "id ")
        for keys in WRITING:
            await page.type(keys)
        await page.type("\x1b\x1b")
        await page.type("?")
        await page.wait_for("Walk through what nobody has reviewed")
        for offered in ("Accept this", "Export", "Keep this place", "Copy", "Open the source", "Correct"):
            assert offered not in page.text
        assert files(environment, store_path.parent) == before
        assert not any(Path(f"/proc/{one}/task/{one}/children").read_text() for one in service.sessions)
        assert b"\x1b]52" not in page.raw
        assert [one for one in page.told if one[0] != "pong"] == []


async def test_what_is_asked_for_can_be_done(two_briefs: Path, tmp_path: Path) -> None:
    content = json.loads(two_briefs.read_text("utf-8"))
    for source in content["sources"].values():
        source["url"] = "https://example.org/a"
    store = tmp_path / "store.json"
    store.write_text(json.dumps(content), "utf-8")
    words = ("--store", store, "--writable", "--clipboard", "--links", "--company", "OPPO")
    async with Service(*words) as service:
        page = await service.shown()
        await page.type("\r\r\r")
        await page.wait_for("4 Evidence")
        await page.type("y")
        await page.wait_until(lambda: b"\x1b]52;c;" in page.raw, "the clipboard")
        await page.type("o")
        await page.wait_until(lambda: bool(page.told), "the address")
        assert page.told == [["open_url", {"url": "https://example.org/a", "new_tab": True}]]
        before = store.read_bytes()
        await page.type("d")
        await page.wait_for("rejected")
        await wait_until(lambda: store.read_bytes() != before, "the store to be written")


@needs_proc
async def test_a_session_knows_nothing_of_the_servers_secrets(two_briefs: Path) -> None:
    env = {"CQTUI_LLM_KEY": "secret", "TEXTUAL_PRESS": "q", "TEXTUAL_LOG": "/nowhere/x", "AWS_SECRET_KEY": "secret"}
    async with Service("--store", two_briefs, env=env) as service:
        await service.shown()
        (explorer,) = service.sessions
        given_ = Path(f"/proc/{explorer}/environ").read_bytes()
        assert b"secret" not in given_
        assert b"TEXTUAL" not in given_
        words = Path(f"/proc/{explorer}/cmdline").read_bytes()
        assert service.entry.query["token"].encode() not in given_ + words


async def test_pages_open_at_the_place_that_was_asked_for(two_briefs: Path) -> None:
    async with Service("--store", two_briefs, "--company", "OPPO", "--ascii", "--at", "pane=timeline") as service:
        page = await service.page(60, 30)
        await page.wait_for("OPPO", "[Timeline]")
        assert "─" not in page.text


# The command line


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["--host", "0.0.0.0"], 64, "--expose"),
        (["--host", "box.example"], 64, "--expose"),
        (["--port", "65536"], 64, "65,535"),
        (["--port", "x"], 64, "whole number"),
        (["--public-url", "press.example.org"], 64, "https://"),
        (["--public-url", "https://press.example.org:x/"], 64, "https://"),
        (["--public-url", "https://user:word@press.example.org/"], 64, "https://"),
        (["--company", "Nobody Ltd"], 64, "Nobody Ltd"),
        (["--at", "nonsense=1"], 64, "nonsense"),
        (["--sessions", "0"], 64, "--sessions"),
        (["--store", "/nowhere/x.json"], 66, "/nowhere/x.json"),
        (["--host", "192.0.2.1", "--expose", "--port", "0"], 74, "192.0.2.1"),
    ],
)
def test_what_cannot_be_served_is_told_at_once(
    ask: Callable[..., tuple[int, str, str]], words: list[str], code: int, told: str
) -> None:
    answered, out, said = ask("serve", *words)
    assert (answered, out) == (code, "")
    assert told in said.splitlines()[-1]
    assert "Traceback" not in said


def test_what_no_session_could_show_is_told_before_anybody_comes(two_briefs: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cqtui", "--store", two_briefs, "serve", "--port", "0", "--theme", "nonsense"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (65, "", 1)
    assert "there is no theme 'nonsense'" in done.stderr


def test_a_port_that_is_taken_is_told(ask: Callable[..., tuple[int, str, str]]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, out, said = ask("serve", "--port", taken.getsockname()[1])
    assert (code, out, said.count("\n")) == (74, "", 1)
    assert "--port 0" in said


async def test_to_let_other_machines_in_is_warned_of(two_briefs: Path) -> None:
    async with Service("--store", two_briefs, "--host", "0.0.0.0", "--expose") as service:
        assert service.entry.host == socket.gethostname().lower()
        assert service.process.stderr
        assert b"nothing is encrypted" in await asyncio.wait_for(service.process.stderr.readline(), PATIENCE)


@pytest.mark.parametrize("library", ["aiohttp", "textual_serve"])
def test_without_the_extra_it_says_how_to_install_it(tmp_path: Path, library: str) -> None:
    missing = f"raise ModuleNotFoundError('no', name={library!r})"
    (tmp_path / f"{library}.py").write_text(missing)
    path = f"{tmp_path}{os.pathsep}{os.environ['PYTHONPATH']}"
    done = subprocess.run(
        [sys.executable, "-m", "cqtui", "serve"], env={**os.environ, "PYTHONPATH": path},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (64, "", 1)
    assert "pip install 'cqtui[serve]'" in done.stderr


def test_no_other_command_loads_the_server() -> None:
    script = (
        "import sys; from cqtui import cli\n"
        "for words in (['companies'], ['find', 'opo'], ['serve', '--help']): cli.run(words)\n"
        "print(sorted(one for one in sys.modules if one.startswith(('aiohttp', 'textual', 'cqtui.serving'))))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_every_option_of_looks_reaches_the_sessions() -> None:
    """An option is handed on to the sessions, or is the server's own."""
    from cqtui.commands import serving

    own = {"port", "host", "expose", "public_url", "sessions", "writable", "clipboard", "links"}
    handed_on = {"store", "theme", "at", *serving.AS_ASKED}
    explorers = {one.name for one in (*grammar.EXPLORER, *grammar.COMMON)} - {
        "read_only",
        "json",
        "record",
        "record_input",
    }
    assert set(handed_on) <= explorers  # Of these the others make the place that is handed on.
    assert {one.name for one in (*grammar.BY_NAME["serve"].options, *grammar.COMMON)} == own | explorers
