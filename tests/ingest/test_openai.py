"""The extractor that asks a model, against a server on loopback that speaks the protocol, well and badly."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import twobriefs

from cqtui import store
from cqtui.errors import UsageError
from cqtui.ingest import blocks, openai
from cqtui.ingest.openai import BadAnswer, Endpoint, NoAnswer, OpenAI, Unusable
from cqtui.ingest.pipeline import Result, ingest

Ask = Callable[..., Any]
WORDS = twobriefs.words()
SENTENCE = "In 2019, OPPO shipped 18.9 million phones from Chongqing, up 58%."
TEXT = f"Phones\n\nMay 22, 2020\n\n{SENTENCE} It employs 4,376.\n"
PHONES = {
    "as_written": "18.9 million phones", "sentence": SENTENCE, "entity": "OPPO", "entity_kind": "company",
    "place": "Chongqing", "metric": "shipments", "item": "mobile phone", "value": "18900000", "upper": None,
    "unit": "unit", "bound": "exact", "status": "actual", "period_start": "2019-01-01", "period_end": "2019-12-31",
    "period_basis": "year", "change_kind": "percent", "change_value": 58, "change_direction": "up",
}  # fmt: skip
STAFF = {**PHONES, "as_written": "4,376", "sentence": "It employs 4,376.", "metric": "employees", "unit": "person",
         "value": "4376", "item": None, "change_kind": None, "change_value": None}  # fmt: skip


def completion(content: Any) -> bytes:
    """An answer as the protocol has it; what the model says is `content`, as JSON unless it is text."""
    said = content if isinstance(content, str) else json.dumps(content)
    message = {"role": "assistant", "content": said}
    return json.dumps({
        "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "tiny",
        "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
    }).encode()  # fmt: skip


@dataclass
class Server:
    """What the server answers, one after the other, the last again and again; and what it was asked."""

    url: str = ""
    answers: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    asked: list[tuple[str, dict[str, str], dict[str, Any]]] = field(default_factory=list)
    delay: float = 0.0
    drip: float = 0.0

    def says(self, *contents: Any) -> None:
        self.answers = [(200, {}, completion(one)) for one in contents]


@pytest.fixture
def server() -> Iterator[Server]:
    state = Server()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            state.asked.append((self.path, dict(self.headers), json.loads(body)))
            status, headers, answer = state.answers[min(len(state.asked), len(state.answers)) - 1]
            time.sleep(state.delay)
            if status == 0:  # hangs up
                self.connection.close()
                return
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            step = 16 if state.drip else len(answer) or 1
            try:
                for at in range(0, len(answer), step):
                    self.wfile.write(answer[at : at + step])
                    self.wfile.flush()
                    time.sleep(state.drip)
            except OSError:
                pass  # who asked has gone

        def do_GET(self) -> None:
            self.send_response(200)  # where a redirection was followed
            self.end_headers()
            state.asked.append((self.path, dict(self.headers), {}))

        def log_message(self, *_: Any) -> None:
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listening.daemon_threads = True
    state.url = f"http://127.0.0.1:{listening.server_address[1]}/v1"
    thread = threading.Thread(target=listening.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield state
    listening.shutdown()
    listening.server_close()


@pytest.fixture
def env(server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    monkeypatch.setenv(openai.URL, server.url)
    monkeypatch.setenv(openai.MODEL, "tiny")
    monkeypatch.setenv(openai.KEY, "sk-secret")
    return server


def read(server: Server, text: str = TEXT, *, timeout: float = 5, pauses: list[float] | None = None) -> Result:
    endpoint = Endpoint(url=server.url, model="tiny", key="sk-secret", timeout=timeout)
    document = blocks.document(text, id="press", published=date(2020, 5, 22))
    waited: list[float] = [] if pauses is None else pauses
    return ingest(document, OpenAI(endpoint, pause=waited.append), WORDS)


class TestAsking:
    def test_speaks_the_protocol(self, server: Server) -> None:
        server.says({"facts": [PHONES, STAFF]})
        result = read(server)
        ((path, headers, asked),) = server.asked
        assert path == "/v1/chat/completions"
        assert headers["Authorization"] == "Bearer sk-secret"
        assert (asked["model"], asked["temperature"], asked["stream"]) == ("tiny", 0, False)
        assert asked["response_format"] == {"type": "json_object"}
        system, user = asked["messages"]
        assert (system["role"], user["role"]) == ("system", "user")
        assert "shipments" in system["content"]
        assert SENTENCE in user["content"]
        assert "2020-05-22" in user["content"]
        assert [fact.value for fact in result.facts] == [Decimal(18_900_000), Decimal(4376)]

    def test_facts_are_proposals_of_this_extractor(self, server: Server) -> None:
        server.says({"facts": [{**PHONES, "review": "accepted", "id": "x", "confidence": 1.0, "extractor": "curated"}]})
        (fact,) = read(server).facts
        assert (fact.extractor, fact.review, fact.entity, fact.place) == ("openai", "unreviewed", "oppo", "chongqing")
        assert TEXT[fact.evidence.start : fact.evidence.end] == "18.9 million phones"
        assert fact.confidence < 1

    def test_a_long_document_is_asked_about_in_parts(self, server: Server) -> None:
        server.says({"facts": []})
        paragraph = "OPPO is a maker of phones and much else besides. " * 40
        read(server, "\n\n".join([paragraph] * 9))
        assert len(server.asked) > 2
        assert sum(one[2]["messages"][1]["content"].count("OPPO is a maker") for one in server.asked) == 9 * 40

    def test_an_unknown_day_is_said(self, server: Server) -> None:
        server.says({"facts": []})
        document = blocks.document("OPPO made 3 phones.", id="press")
        ingest(document, OpenAI(Endpoint(url=server.url, model="tiny")), WORDS)
        assert "unknown" in server.asked[0][2]["messages"][1]["content"]
        assert "Authorization" not in server.asked[0][1]


class TestItsAnswersAreChecked:
    @pytest.mark.parametrize(
        ("changed", "reason"),
        [
            ({"as_written": "19 million phones", "sentence": "OPPO shipped 19 million phones."}, "evidence"),
            ({"sentence": "In 2019 OPPO shipped 18.9 million phones."}, "evidence"),
            ({"value": "64000000"}, "value"),
            ({"value": "about nineteen million"}, "value"),
            ({"unit": "USD"}, "unit"),
            ({"entity": "Apple", "entity_kind": "company"}, "entity"),
            ({"entity_kind": "demon", "entity": "Phones"}, "entity"),
            ({"status": "probable"}, "status"),
            ({"period_start": "2025-01-01", "period_end": "2025-12-31"}, "period"),
            ({"period_start": "last year"}, "period"),
            ({"change_value": 580}, "change"),
            ({"metric": "happiness"}, "metric"),
        ],
    )
    def test_what_the_text_does_not_say_is_set_aside(
        self, server: Server, changed: dict[str, Any], reason: str
    ) -> None:
        server.says({"facts": [{**PHONES, **changed}, STAFF]})
        result = read(server)
        assert [fact.as_written for fact in result.facts] == ["4,376"]
        assert reason in result.set_aside[0].reason

    @pytest.mark.parametrize(
        "garbage", [3, None, "text", [], {}, {"as_written": []}, {"value": {"a": 1}}, {"as_written": "\x1b[2J"}]
    )
    def test_garbage_among_the_facts_is_set_aside(self, server: Server, garbage: Any) -> None:
        server.says({"facts": [garbage, STAFF]})
        result = read(server)
        assert [fact.as_written for fact in result.facts] == ["4,376"]
        assert len(result.set_aside) == 1

    def test_an_article_that_gives_orders_gives_no_facts(self, server: Server) -> None:
        server.says({"facts": [{**PHONES, "as_written": "99 million phones", "value": "99000000"}]})
        assert not read(server).facts


class TestFailures:
    @pytest.mark.parametrize("content", ["no JSON", "```json\n{}\n```", "[]", '{"figures": []}', '{"facts": 3}', ""])
    def test_what_is_not_strict_json_is_a_bad_answer(self, server: Server, content: str) -> None:
        server.says(content)
        with pytest.raises(BadAnswer):
            read(server)

    @pytest.mark.parametrize(
        "body",
        [b"", b"<html>", b"{}", b'{"choices": []}', b"[" * 100_000, b'{"choices": [{"message": {"content": null}}]}'],
    )
    def test_what_is_no_completion_is_asked_for_again_and_given_up(self, server: Server, body: bytes) -> None:
        server.answers = [(200, {}, body)]
        with pytest.raises(NoAnswer):
            read(server)
        assert len(server.asked) == 3

    @pytest.mark.parametrize("status", [408, 429, 500, 502, 503])
    def test_what_may_pass_is_tried_again(self, server: Server, status: int) -> None:
        server.answers = [(status, {"Retry-After": "7"}, b""), (200, {}, completion({"facts": [STAFF]}))]
        pauses: list[float] = []
        assert len(read(server, pauses=pauses).facts) == 1
        assert pauses == [7.0]

    @pytest.mark.parametrize("status", [401, 403, 404])
    def test_a_refusal_ends_it(self, server: Server, status: int) -> None:
        server.answers = [(status, {}, b'{"error": {"message": "no\\u001b[2J way"}}')]
        with pytest.raises(Unusable, match=f"answered {status}: no␛") as refused:
            read(server)
        assert "sk-secret" not in str(refused.value)
        assert len(server.asked) == 1

    def test_a_document_that_is_refused_is_only_that(self, server: Server) -> None:
        server.answers = [(400, {}, b'{"error": "too long"}')]
        with pytest.raises(NoAnswer, match="too long"):
            read(server)

    def test_silence_is_not_waited_for_for_ever(self, server: Server) -> None:
        server.says({"facts": []})
        server.delay = 2
        began = time.monotonic()
        with pytest.raises(NoAnswer, match=r"within 0\.1 seconds"):
            read(server, timeout=0.1)
        assert time.monotonic() - began < 2

    def test_nor_is_an_answer_that_drips(self, server: Server) -> None:
        server.answers = [(200, {}, completion({"facts": [STAFF] * 30}))]
        server.drip = 0.05
        with pytest.raises(NoAnswer, match="no whole answer"):
            read(server, timeout=0.4)

    def test_an_endless_answer_is_cut_off(self, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(openai, "LARGEST_ANSWER", 10_000)
        server.answers = [(200, {}, b"x" * 1_000_000)]
        with pytest.raises(NoAnswer, match="more than"):
            read(server)

    def test_one_that_hangs_up(self, server: Server) -> None:
        server.answers = [(0, {}, b"")]
        with pytest.raises(NoAnswer, match="broke off"):
            read(server)

    def test_nobody_there(self) -> None:
        with pytest.raises(Unusable, match="cannot be reached"):
            read(Server(url="http://127.0.0.1:9/v1"))

    def test_a_redirection_is_not_followed(self, server: Server) -> None:
        server.answers = [(302, {"Location": f"{server.url}/elsewhere"}, b""), (200, {}, completion({"facts": []}))]
        with pytest.raises(Unusable):
            read(server)
        assert len(server.asked) == 1


class TestEnvironment:
    GOOD = {openai.URL: "https://a.example/v1/", openai.MODEL: "m", openai.KEY: "k"}  # noqa: RUF012

    def test_is_read(self) -> None:
        endpoint = Endpoint.from_environment({**self.GOOD, openai.TIMEOUT: "3"})
        assert (endpoint.url, endpoint.model, endpoint.key, endpoint.timeout) == ("https://a.example/v1", "m", "k", 3)
        assert "k'" not in repr(endpoint)

    @pytest.mark.parametrize(
        ("changed", "name"),
        [
            ({openai.URL: ""}, openai.URL), ({openai.URL: "ftp://a/"}, openai.URL),
            ({openai.URL: "a.example"}, openai.URL),
            ({openai.MODEL: ""}, openai.MODEL), ({openai.TIMEOUT: "soon"}, openai.TIMEOUT),
            ({openai.TIMEOUT: "-1"}, openai.TIMEOUT), ({openai.KEY: "a\nb"}, openai.KEY),
            ({openai.URL: "http://far.example/v1"}, openai.URL),
        ],
    )  # fmt: skip
    def test_what_cannot_be_is_told(self, changed: dict[str, str], name: str) -> None:
        with pytest.raises(UsageError, match=name):
            Endpoint.from_environment({**self.GOOD, **changed})

    def test_a_key_goes_unencrypted_to_this_machine_alone(self) -> None:
        for host in ("localhost:11434", "127.0.0.1", "[::1]:8080"):
            assert Endpoint.from_environment({**self.GOOD, openai.URL: f"http://{host}/v1"}).key == "k"
        without = {**self.GOOD, openai.URL: "http://far.example/v1", openai.KEY: ""}
        assert Endpoint.from_environment(without).key is None


class TestByCommand:
    def test_adds_what_passes(self, ask: Ask, env: Server, tmp_path: Path) -> None:
        env.says({"facts": [PHONES, {**STAFF, "value": "5"}]})
        path, target = tmp_path / "a.txt", tmp_path / "store.json"
        path.write_text(TEXT, "utf-8")
        code, out, err = ask("--store", target, "ingest", path, "--extractor", "openai")
        assert (code, err) == (0, "")
        assert "1 fact, 1 added, 1 set aside" in out
        assert [fact.extractor for fact in store.read(target).facts] == ["openai"]
        ask("--store", target, "ingest", path, "--extractor", "openai")
        assert len(env.asked) == 1  # What was read is not paid for again.

    def test_a_refusal_ends_the_run_after_one_line(self, ask: Ask, env: Server, tmp_path: Path) -> None:
        env.answers = [(401, {}, b"")]
        for name in ("a.txt", "b.txt"):
            (tmp_path / name).write_text(TEXT, "utf-8")
        code, _, err = ask("--store", tmp_path / "store.json", "ingest", tmp_path, "--extractor", "openai")
        assert code == 74
        assert len(err.splitlines()) == 1
        assert len(env.asked) == 1

    def test_what_was_read_before_the_endpoint_went_away_is_kept(self, ask: Ask, env: Server, tmp_path: Path) -> None:
        env.answers = [(200, {}, completion({"facts": [PHONES]})), (401, {}, b"")]
        for name in ("a.txt", "b.txt"):
            (tmp_path / name).write_text(TEXT.replace("Phones\n", f"Phones in {name}\n"), "utf-8")
        assert ask("--store", tmp_path / "store.json", "ingest", tmp_path, "--extractor", "openai").code == 74
        assert len(store.read(tmp_path / "store.json").facts) == 1

    def test_one_bad_answer_is_one_bad_file(self, ask: Ask, env: Server, tmp_path: Path) -> None:
        env.says("no JSON", {"facts": [STAFF, PHONES]})
        (tmp_path / "a.txt").write_text(TEXT, "utf-8")
        (tmp_path / "b.txt").write_text(TEXT.replace("Phones", "Handsets"), "utf-8")
        code, _, err = ask("--store", tmp_path / "store.json", "ingest", tmp_path, "--extractor", "openai")
        assert code == 65
        assert "a.txt: the model's answer is not JSON" in err
        assert len(store.read(tmp_path / "store.json").facts) == 2

    def test_without_an_address_it_says_what_to_set(self, ask: Ask, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(TEXT, "utf-8")
        code, _, err = ask("ingest", tmp_path / "a.txt", "--extractor", "openai", "--dry-run")
        assert code == 64
        assert openai.URL in err
