"""The program's entry: a command line is read, answered, and ends in an exit code.

This is the one place where a failure becomes a line on the standard error; nothing that goes wrong
here shows a traceback.
"""

from __future__ import annotations

import gc
import os
import sys

from cqtui import lookup
from cqtui.errors import FOUND, INTERRUPTED, IO_ERROR, CqtuiError, UsageError, complain
from cqtui.sanitize import clean, clean_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cqtui.cast import Recorder
    from cqtui.commands.asking import Asked
    from cqtui.launching import Launch

INTERNAL_ERROR = 70
PIPE_CLOSED = 141
"""As the shell reports a program that SIGPIPE ended, which is what others do here."""


def main() -> None:
    words = sys.argv[1:]
    code = _looked_up(words)
    if code is not None:
        os._exit(code)  # All is written, and to take the interpreter down would take a quarter of a look-up.
    sys.exit(_commanded(words))


def run(words: Sequence[str]) -> int:
    """Answers the command line `words` and gives the exit code."""
    code = _looked_up(words)
    return _commanded(words) if code is None else code


def _looked_up(words: Sequence[str]) -> int | None:
    """The exit code, if the command line is one of those that are answered without loading the program."""
    code = guarded(lambda: lookup.answered(words) if sys.stdout else None)
    return None if code is None else guarded(_flushed) or code


def _commanded(words: Sequence[str]) -> int:
    code = guarded(lambda: _answered(words)) or FOUND
    gc.enable()
    return guarded(_flushed) or code


def _answered(words: Sequence[str]) -> int:
    if sys.stdout is None:
        raise CqtuiError("the standard output is closed")
    gc.disable()  # What is loaded stays: to look through it for what does not takes a twentieth of the start.
    # What is shown before there is a program is in no recording of it.
    if words and (not words[0].startswith("-") or any(word.startswith("--record") for word in words)):
        return _performed(words, None)
    from cqtui.launching import launch

    shown = launch(words)
    try:
        return _performed(words, shown)
    finally:
        if shown is not None:
            shown.end()


def _performed(words: Sequence[str], shown: Launch | None) -> int:
    """Does what the command line says, behind the first screen that is `shown` if it is to open the explorer."""
    from cqtui.commands.asking import Asked

    if "_ARGCOMPLETE" not in os.environ and (plain := _plain(words)) is not None:
        return _explored(Asked(plain), shown)  # Without the grammar, of which the start would pay for every word.
    from importlib import import_module

    from cqtui.commands.grammar import BY_NAME, make_parser, parse

    if "_ARGCOMPLETE" in os.environ:
        import argcomplete

        argcomplete.autocomplete(make_parser(), validator=_begins)
    asked = Asked(parse(words))
    if asked.option("command") == "kiosk":
        from cqtui.commands.kiosk import visitor

        asked = visitor(asked, os.environ)
    command = BY_NAME.get(asked.option("command") or "")
    if command is None:
        return _explored(asked, shown)
    gc.enable()
    if command.name == "demo":  # Of the interface, which no command knows.
        return _toured(asked)
    module, function = command.run.split(":")
    answer: Callable[[Asked], int] = getattr(import_module(f"cqtui.commands.{module}"), function)
    return answer(asked)


def _plain(words: Sequence[str]) -> object | None:
    """What a command line says that names a store or nothing; None where it says anything else."""
    from types import SimpleNamespace

    if not words:
        return SimpleNamespace()
    if len(words) == 2 and words[0] == "--store" and not words[1].startswith("-"):
        return SimpleNamespace(store=words[1])
    if len(words) == 1 and words[0].startswith("--store="):
        return SimpleNamespace(store=words[0].removeprefix("--store="))
    return None


def _begins(offered: str, typed: str) -> bool:
    """Whether a name may complete what is typed; capitals do not matter."""
    return offered.casefold().startswith(typed.casefold())


def _explored(asked: Asked, shown: Launch | None) -> int:
    """Opens the explorer; prints an overview where the output is no terminal or JSON is asked for."""
    from cqtui.view import View

    view = asked.view(View.parse(asked.option("at", "")))
    if asked.option("json") or not sys.stdout.isatty():
        from cqtui.commands.counting import overview

        return overview(asked, view)
    asked.need_terminal("the explorer", "'cqtui find WORDS' searches, 'cqtui | cat' prints an overview")
    prepare_environment(asked)
    indexing = asked.indexing  # Begun before Textual is loaded, which takes as long as a first glimpse.
    from cqtui.ui.app import run as explore

    recorder = _recorder(asked, may_write=not asked.settings.read_only)
    return explore(asked.chosen, asked.settings, view, indexing, shown, recorder)


def _toured(asked: Asked) -> int:
    """Opens the explorer with a tour that leads through it, or plays the tour unseen."""
    from cqtui.commands.touring import answered, script
    from cqtui.ui import keys

    tour = script(asked, keys.BY_ID)
    if not asked.option("check"):
        asked.need_terminal("a tour", "'cqtui demo --check' plays it unseen")
    asked.read_only = True
    prepare_environment(asked)
    from cqtui.ui import touring

    if asked.option("check"):
        name = asked.option("script", "the shipped tour")
        return touring.rehearse(asked.chosen, asked.settings, tour, answered, name)
    return touring.play(
        asked.chosen, asked.settings, tour, answered, pace=asked.option("pace"), loop=asked.option("loop", False),
        idle=asked.option("idle", 60.0), show_keys=not asked.option("no_keys"), indexing=asked.indexing,
        recorder=_recorder(asked),
    )  # fmt: skip


def _recorder(asked: Asked, *, may_write: bool = True) -> Recorder | None:
    """What records the session, where that is asked for."""
    name = asked.option("record")
    if name is None:
        if asked.option("record_input"):
            raise UsageError("--record-input says what to record besides; --record FILE says where to")
        return None
    if not may_write:
        raise UsageError("--record: nothing is written by a read-only explorer")
    from cqtui.cast import Recorder
    from cqtui.commands.asking import named_file

    columns, rows = os.get_terminal_size(sys.stdout.fileno())
    return Recorder(
        named_file(name, "--record"), columns, rows, title="cqtui", with_input=asked.option("record_input", False)
    )


def prepare_environment(asked: Asked) -> None:
    """Set what Textual reads from the environment, before it does."""
    if asked.option("no_color"):
        os.environ["NO_COLOR"] = "1"
    if asked.settings.read_only:
        for name in [name for name in os.environ if name.startswith("TEXTUAL")]:
            del os.environ[name]  # Textual takes from them what to press, to write and to run.


def _flushed() -> int:
    if sys.stdout is not None:
        sys.stdout.flush()
    return FOUND


def guarded(step: Callable[[], int | None]) -> int | None:
    """What `step` gives, or, if it fails, the exit code for that, told in one line."""
    try:
        return step()
    except CqtuiError as error:
        complain(str(error))
        return error.exit_code
    except SystemExit as done:  # --help and --version are answered while parsing.
        return done.code if isinstance(done.code, int) else FOUND
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _silence()
        return PIPE_CLOSED
    except OSError as error:
        about = clean_line(str(error.filename)) if error.filename else "cannot write the output"
        complain(f"{about}: {error.strerror or error}")
        if error.filename is None:
            _silence()
        return IO_ERROR
    except MemoryError:
        complain("there is not enough memory for this")
        return IO_ERROR
    except Exception as error:
        if type(error).__module__ in ("sqlite3", "_sqlite3"):
            from cqtui import config

            complain(f"the index cannot be read ({error}); delete {config.cache_folder()} and try again")
            return IO_ERROR
        complain(f"internal error: {type(error).__name__}: {clean_line(str(error))[:200]}{_reported()}")
        return INTERNAL_ERROR


def _silence() -> None:
    """Sends what is still to be written nowhere, so that the interpreter does not fail on it at the end."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except (OSError, ValueError, AttributeError):
        pass


def _reported() -> str:
    """Writes the traceback of the exception at hand, without any values, and says where."""
    import platform
    import time
    import traceback

    from cqtui import __version__, config

    try:
        folder = config.state_folder()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        report = folder / f"crash-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.txt"
        about = f"cqtui {__version__}, Python {platform.python_version()}, {platform.system()}\n\n"
        # Nobody else's to read, and never over what is there, nor through a link that somebody put there.
        descriptor = os.open(report, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(clean(about + traceback.format_exc()))
    except OSError:
        return ""
    return f"; details in {report}"
