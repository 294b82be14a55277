"""Copying by the terminal itself (OSC 52), which works over ssh; inside tmux through tmux too."""

from __future__ import annotations

import base64
import os
import subprocess
from contextlib import suppress

from textual.app import App

_LONGEST = 74_994
"""Bytes that the strictest terminals take in one OSC 52 (100,000 characters of base 64 with frame)."""


def copy(app: App[object], text: str, *, may_start: bool) -> None:
    """Put `text` on the user's clipboard.

    tmux takes OSC 52 from programs only where it is set to; its own command always works, so that
    serves too where processes may be started (`may_start`).
    """
    data = text.encode()[:_LONGEST]
    driver = app._driver
    if driver is None:
        return
    code = f"\x1b]52;c;{base64.b64encode(data).decode()}\x07"
    driver.write(code)
    if "TMUX" in os.environ:
        if may_start:
            with suppress(OSError, subprocess.SubprocessError):
                subprocess.run(
                    ["tmux", "load-buffer", "-w", "-"],
                    input=data, timeout=2, check=False, capture_output=True,
                )  # fmt: skip
        else:
            doubled = code.replace("\x1b", "\x1b\x1b")
            driver.write(f"\x1bPtmux;{doubled}\x1b\\")
    elif os.environ.get("TERM", "").startswith("screen"):
        driver.write(f"\x1bP{code}\x1b\\")
    driver.flush()
