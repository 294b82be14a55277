"""An sshd on this machine, for tests and benchmarks."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Self

from terminal import Terminal

SSHD = shutil.which("ssh") and shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
"""The server's program, where there is one and a client for it."""
PATIENCE = 30.0
"""Seconds that a busy machine may take."""
REPOSITORY = Path(__file__).parent.parent


class NotHere(Exception):
    """sshd does not run on this machine. Says what it said."""


class Server:
    """An sshd on a port of this machine that lets in the user who runs the tests, with a key of its own.

    `forced` is what it runs whatever is asked for (ForceCommand); `home` is where sessions live. A context
    manager; raises NotHere where the machine lets no sshd run.
    """

    def __init__(self, folder: Path, home: Path, forced: str = "") -> None:
        folder.mkdir()
        self.home, self._folder = home, folder
        for name in ("host", "key"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
        (folder / "known").write_text((folder / "key.pub").read_text())
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        said = {
            "Port": self.port, "ListenAddress": "127.0.0.1", "HostKey": folder / "host", "PidFile": "none",
            "AuthorizedKeysFile": folder / "known", "StrictModes": "no", "UsePAM": "no", "PrintMotd": "no",
            "PasswordAuthentication": "no", "PermitRootLogin": "prohibit-password", "PrintLastLog": "no",
            "AcceptEnv": "LANG LC_* CQTUI_* TEXTUAL*", "MaxStartups": "100", "Subsystem": "sftp internal-sftp",
            "SetEnv": f"HOME={home} PYTHONPATH={REPOSITORY} PYTHONUTF8=1 PYTHONDONTWRITEBYTECODE=1",
        }  # fmt: skip
        if forced:
            said |= {"ForceCommand": forced, "DisableForwarding": "yes"}
        (folder / "config").write_text("".join(f"{name} {value}\n" for name, value in said.items()))
        if os.getuid() == 0:
            Path("/run/sshd").mkdir(exist_ok=True)  # Where sshd locks its unprivileged half in.
        with (folder / "log").open("wb") as log:
            self._process = subprocess.Popen([str(SSHD), "-D", "-e", "-f", folder / "config"], stderr=log)

    def __enter__(self) -> Self:
        self._wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()

    def _wait(self) -> None:
        limit = time.monotonic() + PATIENCE
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                if time.monotonic() > limit or self._process.poll() is not None:
                    raise NotHere((self._folder / "log").read_text()[-200:]) from None
                time.sleep(0.02)

    def client(self, *options: str) -> list[str]:
        """The words of an ssh that comes here; what the session is to run follows."""
        return [
            "ssh", "-F", "none", "-e", "none", "-p", str(self.port), "-i", str(self._folder / "key"),
            "-o", f"UserKnownHostsFile={self._folder / 'hosts'}", "-o", "StrictHostKeyChecking=no",
            "-o", "LogLevel=ERROR", "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes", *options,
            f"{getpass.getuser()}@127.0.0.1",
        ]  # fmt: skip

    def run(
        self, *words: str, options: Sequence[str] = (), env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        """A session without a terminal."""
        return subprocess.run(
            [*self.client("-T", *options), *words], capture_output=True, stdin=subprocess.DEVNULL, timeout=60,
            env={**os.environ, **(env or {})},
        )  # fmt: skip

    def terminal(
        self, *words: str, size: tuple[int, int], term: str = "xterm-256color", lang: str = "C.UTF-8"
    ) -> Terminal:
        """A session on a terminal; nobody has waited for anything yet."""
        env = {"PATH": os.environ["PATH"], "HOME": str(self.home), "TERM": term, "LANG": lang}
        return Terminal([*self.client("-tt", "-o", "SendEnv=LANG"), *words], size=size, env=env)


def running(word: str) -> list[Path]:
    """The folders in /proc of the processes of this Python in whose command line `word` stands."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # It may have ended meanwhile.
            words = (process / "cmdline").read_bytes().split(b"\0")
            if words[0] == sys.executable.encode() and word.encode() in b" ".join(words):
                found.append(process)
    return found
