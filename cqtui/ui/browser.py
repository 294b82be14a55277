"""Textual's driver for browsers, made to outlive what a page can send and to leave with its server.

Files are never sent to a browser. Textual's own driver stays for ever when its server is gone.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from textual.drivers._byte_stream import ByteStream
from textual.drivers.web_driver import WebDriver
from textual.message import Message

from cqtui.ui.app import ExplorerApp
from cqtui.ui.driver import Input
from cqtui.ui.keys import Need
from cqtui.ui.thrift import Thrift

_HEARD = ("resize", "focus", "blur", "quit")


class Browser(WebDriver):
    """Speaks with the server over the standard input and output."""

    def __init__(self, app: Any, **settings: Any) -> None:
        super().__init__(app, **settings)
        self._thrift = Thrift()
        self._write: Any = self._put

    def _put(self, data: bytes) -> None:
        try:
            while data:
                data = data[os.write(self.fileno, data) :]
        except OSError:  # The server is gone, which the end of the input tells as well.
            pass

    def write(self, data: str) -> None:
        super().write(self._thrift.rewritten(data))

    def start_application_mode(self) -> None:
        super().start_application_mode()
        if not self._mouse:
            self._disable_mouse_support()
        for number in (signal.SIGINT, signal.SIGTERM):
            self._loop.remove_signal_handler(number)  # It would end after all messages that wait.
        self._app.exit_on_signals()  # type: ignore[attr-defined]

    def run_input_thread(self) -> None:
        try:
            self._read()
        except Exception as error:
            self._loop.call_soon_threadsafe(self._app._handle_exception, error)

    def _read(self) -> None:
        typed, stream = Input(), ByteStream()
        for data in self._input_reader:
            for kind, content in stream.feed(data) if data else ():
                if kind == "D":
                    self._process(typed.feed(content))
                else:
                    self._on_meta(kind, content)
            self._process(typed.tick())
        if not self.exit_event.is_set():
            self._loop.call_soon_threadsafe(self._app.hang_up)  # type: ignore[attr-defined]

    def _process(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self.process_message(message)

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        if packet_type in _HEARD:
            super().on_meta(packet_type, payload)

    def _deliver_file(self, binary: Any, **_: Any) -> None:
        binary.close()


def on_page(page: Mapping[Need, bool]) -> Callable[[ExplorerApp], None]:
    """What makes an explorer be shown on a page that may be asked to do what `page` says."""

    def prepare(app: ExplorerApp) -> None:
        app.driver_class = Browser
        app.session.page = page

    return prepare
