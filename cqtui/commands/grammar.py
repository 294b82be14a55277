"""What can be asked on the command line, as data: the commands, their options and examples.

The parser, `--help`, shell completion and the README's table of commands are all made from here.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import date
from typing import Any, NamedTuple, NoReturn, get_args

from cqtui import __version__
from cqtui.errors import UsageError
from cqtui.formats import FORMATS
from cqtui.model import PRESS_YEARS, Review, Status
from cqtui.sanitize import clean_line
from cqtui.view import GROUP_WORDS, SORTS


class Option(NamedTuple):
    """One option or operand. `settings` go to argparse; `completes` names what a shell offers."""

    flags: tuple[str, ...]
    settings: dict[str, Any]
    completes: str | None = None

    @property
    def name(self) -> str:
        """The field of the parsed command line that holds it."""
        chosen: str = self.settings.get("dest") or self.flags[0].lstrip("-").replace("-", "_")
        return chosen


def _option(*flags: str, completes: str | None = None, **settings: Any) -> Option:
    return Option(flags, settings, completes)


def _many(*flags: str, dest: str, completes: str | None = None, **settings: Any) -> Option:
    return _option(*flags, completes=completes, action="append", dest=dest, **settings)


class Command(NamedTuple):
    """A command. `run` is where its function is found: "module:function" in `cqtui.commands`."""

    name: str
    usage: str
    purpose: str
    about: str
    examples: tuple[str, ...]
    options: tuple[Option, ...]
    run: str

    @property
    def operands(self) -> Option | None:
        """What the command takes any number of: words, ids or files."""
        return next((one for one in self.options if one.settings.get("nargs") in ("+", "*")), None)


# What options take


def first_day(text: str) -> date:
    """The first day of a year, month or day: 2019, 2019-06 or 2019-06-30."""
    return _days(text)[0]


def last_day(text: str) -> date:
    """The last day of a year, month or day: 2019, 2019-06 or 2019-06-30."""
    return _days(text)[1]


def _days(text: str) -> tuple[date, date]:
    try:
        parts = [int(part) for part in text.split("-")]
        if len(parts) == 1:
            return date(parts[0], 1, 1), date(parts[0], 12, 31)
        if len(parts) == 2:
            from calendar import monthrange

            year, month = parts
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        year, month, day = parts
        return date(year, month, day), date(year, month, day)
    except (ValueError, TypeError, OverflowError):
        refused = f"{clean_line(text)!r} is not a year, month or day such as 2019, 2019-06 or 2019-06-30"
        raise argparse.ArgumentTypeError(refused) from None


def one_day(text: str) -> date:
    """A day: 2019-06-30."""
    first, last = _days(text)
    if first != last:
        raise argparse.ArgumentTypeError(f"{clean_line(text)!r} is not a day such as 2019-06-30")
    return first


def press_day(text: str) -> date:
    """A day on which an article may have been published: 2019-06-30."""
    day = one_day(text)
    if day.year not in PRESS_YEARS:
        first, last = PRESS_YEARS[0], PRESS_YEARS[-1]
        raise argparse.ArgumentTypeError(f"{clean_line(text)!r} is no day of publication: years are {first} to {last}")
    return day


def whole_number(text: str) -> int:
    """A number of things: 0, 1, 2 …"""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise argparse.ArgumentTypeError(f"{clean_line(text)!r} is not a whole number")
    return int(text)


def pace(text: str) -> float:
    """How many times as fast: 0.5, 1, 2 …"""
    return _positive(text, "a pace such as 0.5 or 2", 0.1, 20)


def seconds(text: str) -> float:
    """Seconds: 0.5, 2, 60 …"""
    return _positive(text, "a number of seconds", 0.01, 1e6)


def _positive(text: str, what: str, least: float, most: float) -> float:
    with suppress(ValueError):
        if least <= (number := float(text)) <= most:
            return number
    raise argparse.ArgumentTypeError(f"{clean_line(text)!r} is not {what} (from {least:g} to {most:g})")


def _or(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


# The options, in the groups that commands share

COMMON = (
    _option("--store", metavar="FILE", help="the store to use instead of your own or the demo"),
    _option("--ascii", action="store_true", help="use ASCII signs only"),
    _option("--no-color", action="store_true", help="no colours (as the variable NO_COLOR does)"),
)
_JSON = _option("--json", action="store_true", help="print JSON (short for --format json)")
_FORMAT = _option(
    "--format", choices=("table", "csv", "jsonl", "md", "json"), help="print in this format, not as a table"
)
_PRINTED = (_JSON, _FORMAT)
FILTERS = (
    _many("--company", "--entity", dest="company", metavar="NAME", completes="entity",
          help="only about this company, place or body: a name, an alias or an id; repeatable"),
    _option("--parts", action="store_true", help="with --company: what is part of it, too"),
    _many("--metric", dest="metric", metavar="NAME", completes="metric", help="only this metric; repeatable"),
    _many("--item", dest="item", metavar="NAME", completes="item",
          help="only what counts or values this item; repeatable"),
    _many("--place", dest="place", metavar="NAME", completes="entity", help="only in this place; repeatable"),
    _many("--source", dest="source", metavar="NAME", completes="source",
          help="only from this source: its id, or words of its title; repeatable"),
    _many("--status", dest="status", choices=get_args(Status), metavar="STATUS",
          help=f"only {_or(get_args(Status))} figures; repeatable"),
    _many("--review", dest="review", choices=get_args(Review), metavar="STATE",
          help=f"only facts that are {_or(get_args(Review))}; repeatable"),
    _option("--since", type=first_day, metavar="DATE", help="only what reaches this year, month or day"),
    _option("--until", type=last_day, metavar="DATE", help="only what begins by this year, month or day"),
    _option("--find", metavar="TEXT", help="only facts in which all of these words occur"),
)  # fmt: skip
_SORT = _option("--sort", choices=SORTS, metavar="ORDER", help=f"the order in a group: {', '.join(SORTS)}")
_GROUP = _option("--group", choices=tuple(GROUP_WORDS), help="what facts are grouped by (default: metric)")
_LIMIT = _option("--limit", type=whole_number, metavar="N", help="at most N facts; 0 for all")
_WORDS = _option("words", nargs="+", metavar="WORDS", help="words, names or figures; all must occur")
_IDS = _option("ids", nargs="+", metavar="ID", completes="fact", help="ids, or the beginnings of ids")

_RECORD = (
    _option("--record", metavar="FILE", help="record the session to FILE, a new asciinema cast; without what is typed"),
    _option("--record-input", action="store_true", help="with --record: record what is typed as well"),
)
_LOOKS = (
    _option("--no-mouse", action="store_true", help="leave the mouse to the terminal"),
    _option("--slow-link", action="store_true",
            help="send less: the terminal's own colours, no mouse, evidence once the keys rest"),
    _option("--theme", metavar="NAME", help="a theme, by its name in the command palette"),
    _option("--big", action="store_true", help="big text for a projector: one pane at a time, below a large headline"),
)  # fmt: skip
EXPLORER = (
    _option("--at", metavar="LINK", help="open at a place that was copied in the explorer"),
    _option("--read-only", action="store_true", help="offer nothing that writes or leaves the program"),
    *_RECORD,
    *_LOOKS,
    *FILTERS,
    _SORT,
    _GROUP,
    _JSON,
)

COMMANDS = (
    Command(
        "find", "find WORDS…", "search names, figures and the words of the sources",
        "Lists the facts in which all WORDS occur, the best first. WORDS are names and aliases, figures,\n"
        "years, or what a sentence says; the beginning of a word will do. A table shows the first 50, other\n"
        "formats all.",
        ("cqtui find oppo phones 2019", "cqtui find 18.9 --json"),
        (_WORDS, _option("--limit", type=whole_number, metavar="N", help="at most N facts; 0 for all"),
         *(option for option in FILTERS if option.flags[0] != "--find"), *_PRINTED),
        "reading:find",
    ),
    Command(
        "show", "show ID…", "show facts with the sentences they were taken from",
        "Prints, for each ID, what was understood, the sentence behind it with the figure set off, the\n"
        "paragraph around it and the citation. The beginning of an id will do where only one id has it.",
        ("cqtui show k3f9a1c2xy", "cqtui find asus --json | jq -r '.[].id' | xargs cqtui show"),
        (_IDS, *_PRINTED),
        "reading:show",
    ),
    Command(
        "compare", "compare ID ID…", "put figures side by side: like for like, or why not",
        "Says whether the figures can be compared, names every reason why not, and derives only what may be.\n"
        "One name instead of ids prints the comparison that was kept under it in the explorer.",
        ("cqtui compare k3f9a1c2xy 7hq2m", "cqtui compare k3f9a1c2xy 7hq2m --format md"),
        (_IDS, _JSON,
         _option("--format", choices=("table", "md", "json"), help="print in this format, not as a table")),
        "weighing:compare",
    ),
    Command(
        "conflicts", "conflicts [FILTERS]", "list figures that contradict each other",
        "Compares every two figures of the store that ask one question, each change with the level before it,\n"
        "and each share with its part and its whole. The largest contradictions come first. Filters ask for\n"
        "conflicts in which at least one of the figures matches.",
        ("cqtui conflicts", "cqtui conflicts --company Chongqing --json"),
        (*FILTERS, _option("--limit", type=whole_number, metavar="N", help="at most N in a table; 0 for all"),
         *_PRINTED),
        "weighing:conflicting",
    ),
    Command(
        "targets", "targets [FILTERS]", "list targets, plans and forecasts with what became of them",
        "Puts each goal beside the figure that says most of it, and how much was attained, or why that cannot\n"
        "be told.",
        ("cqtui targets", "cqtui targets --status target --format csv"),
        (*FILTERS, _option("--limit", type=whole_number, metavar="N", help="at most N in a table; 0 for all"),
         *_PRINTED),
        "weighing:targets",
    ),
    Command(
        "facts", "facts [FILTERS]", "list facts by company, metric, place, period, source …",
        "Lists the facts that match every filter, in the explorer's order. A filter that is repeated takes\n"
        "facts that match any of its values.",
        ("cqtui facts --company Chongqing --parts --since 2019",
         "cqtui facts --metric shipments --format csv > shipments.csv"),
        (*FILTERS, _SORT, _GROUP, _LIMIT, *_PRINTED),
        "reading:facts",
    ),
    Command(
        "companies", "companies [FILTERS]", "list companies, places and bodies with their facts counted",
        "Prints whom the facts are about, parts below their whole.",
        ("cqtui companies", "cqtui companies --metric 'output volume' --json"),
        (*FILTERS, *_PRINTED),
        "counting:companies",
    ),
    Command(
        "metrics", "metrics [FILTERS]", "list what is measured, with the facts counted",
        "Prints metrics, and below each the items that it counts or values.",
        ("cqtui metrics", "cqtui metrics --company OPPO"),
        (*FILTERS, *_PRINTED),
        "counting:metrics",
    ),
    Command(
        "sources", "sources [FILTERS]", "list the sources, with the facts counted",
        "Prints the documents that the facts were taken from.",
        ("cqtui sources", "cqtui sources --format jsonl"),
        (*FILTERS, *_PRINTED),
        "counting:sources",
    ),
    Command(
        "timeline", "timeline [WORDS…]", "draw facts on a time axis, grouped",
        "Draws each fact's period as a bar: solid for actual figures and estimates, hollow for forecasts,\n"
        "targets and plans, a tick for a moment, ? where the source states none. --plot draws levels at their\n"
        "times instead, in a lane for each measure and unit; --svg writes that plot for a report.",
        ("cqtui timeline laptops", "cqtui timeline --company OPPO --group company --width 100",
         "cqtui timeline --metric 'output value' --log", "cqtui timeline laptops --svg laptops.svg"),
        (_option("words", nargs="*", metavar="WORDS", help="words that must all occur"),
         *(option for option in FILTERS if option.flags[0] != "--find"), _SORT, _GROUP, _LIMIT,
         _option("--width", type=whole_number, metavar="CELLS", help="draw so wide (default: the terminal)"),
         _option("--plot", action="store_true", help="plot values at their times"),
         _option("--log", action="store_true", help="plot values on a log scale"),
         _option("--index", action="store_true", help="plot growth: the first exact value of each line is 100"),
         _option("--svg", metavar="FILE", help="write the plot as SVG to FILE, - for the standard output"),
         _option("--force", action="store_true", help="replace FILE if it exists"),
         *_PRINTED),
        "timeline:timeline",
    ),
    Command(
        "check", "check [FILE]", "check a store and print every problem",
        "Reads the store row by row and prints each problem with its row. Exits with 65 if there is any.",
        ("cqtui check", "cqtui check press.json"),
        (_option("file", nargs="?", metavar="FILE", help="a store (default: what --store names, or yours)"),
         _JSON),
        "writing:check",
    ),
    Command(
        "restore", "restore [FILE]", "bring back what a store held before its last write",
        "Exchanges a store with the content that is kept as FILE.previous: what the store holds now is kept in\n"
        "its stead, so that a second restore undoes the first. The store may be broken or missing. Prints which\n"
        "facts that brings back, takes away and changes; --dry-run prints it and changes nothing.",
        ("cqtui restore --dry-run", "cqtui restore press.json"),
        (_option("file", nargs="?", metavar="FILE", help="a store (default: what --store names, or yours)"),
         _option("--dry-run", action="store_true", help="print what it would change, and change nothing"),
         _JSON),
        "restoring:bring_back",
    ),
    Command(
        "import", "import FILE…", "add facts from JSON lines, or from another store",
        "Reads facts as `cqtui export` writes them, one JSON object a line, or whole stores, and adds what\n"
        "the store does not have yet. Every bad line is named; if there is one, nothing is added. FILE - is\n"
        "the standard input. A store that does not exist yet is made; where none is named, it is your own.",
        ("cqtui import figures.jsonl", "cqtui --store press.json import figures.jsonl --dry-run"),
        (_option("files", nargs="+", metavar="FILE", help="files of facts, stores, or - for standard input"),
         _option("--skip-bad", action="store_true", help="leave bad lines out and add the rest"),
         _option("--dry-run", action="store_true", help="check everything and add nothing"),
         _JSON),
        "writing:import_",
    ),
    Command(
        "ingest", "ingest FILE…", "read the figures out of articles",
        "Reads text, HTML, PDF and DOCX files, those in a directory, or - for the standard input, and adds the\n"
        "figures it finds, each with the sentence it stands in, to your store, or to the one that --store names.\n"
        "A file that was ingested as it is now is skipped; one that has changed brings its facts up to date, and\n"
        "reviews and notes stay. What fails the check is set aside. What --date and the others say stands against\n"
        "a single file; of several files, it fills in what each lacks.",
        ("cqtui ingest article.html", "cqtui ingest ~/articles --dry-run",
         "cqtui ingest report.txt --date 2012-08-03 --publisher Xinhua"),
        (_option("files", nargs="+", metavar="FILE", help="files, directories, or - for standard input"),
         _option("--date", type=press_day, metavar="DATE",
                 help="the day of publication, which \"last year\" is reckoned from"),
         _option("--publisher", metavar="NAME", help="who published it"),
         _option("--title", metavar="TEXT", help="its title"),
         _option("--url", metavar="URL", help="its address; a file of the same address is the same document"),
         _option("--language", metavar="CODE", help="its language, such as en"),
         _option("--encoding", metavar="NAME", help="the encoding of the files, where the guess is wrong"),
         _option("--extractor", choices=("rules", "langextract", "openai"), metavar="NAME",
                 help="what reads: rules (the default), langextract (its JSON lines), or openai (an endpoint)"),
         _option("--again", action="store_true", help="read files again that were ingested before"),
         _option("--dry-run", action="store_true", help="print what would be added, and write nothing"),
         _option("--explain", action="store_true", help="print the rule that decided each field, and write nothing"),
         _JSON,
         _option("--format", choices=("table", "jsonl", "json", "csv", "md", "langextract"),
                 help="print in this format; with --dry-run the facts themselves")),
        "ingesting:ingest",
    ),
    Command(
        "set-aside", "set-aside", "list what an ingest found and the check refused",
        "Prints the candidates that are no facts, with the reason: words that do not stand in the text, a value\n"
        "that does not follow from them, a period that nothing anchors. They are kept beside the store, in\n"
        "NAME.set-aside.jsonl, until their source is read again.",
        ("cqtui set-aside", "cqtui set-aside --source article --json"),
        (_many("--source", dest="source", metavar="NAME", help="only from this source: part of its id; repeatable"),
         *_PRINTED),
        "ingesting:set_aside",
    ),
    Command(
        "review", "review ID…", "accept, reject or correct facts, or write a note to them",
        "Records what you make of facts, all of them in one write. --set gives a field another value and accepts\n"
        "the fact; what was read is kept beside it, so that the same article read again changes nothing, and\n"
        "--undo brings it back. Fields are entity, metric, item, place, value, unit, per, bound, period, status,\n"
        "change and as_written. Names will do for ids, +NAME is one that is not listed yet, and nothing behind =\n"
        "takes a field away. Values are 18.9 million or 2..3; 2019, 2012-H1, 2019-Q3, as-of 2019 or since 2014;\n"
        "up 58 % on previous year.",
        ("cqtui review k3f9a1c2xy --set period=2012-H1 --set metric=shipments",
         "cqtui facts --review unreviewed --json | jq -r '.[].id' | xargs cqtui review --accept"),
        (_IDS,
         _option("--accept", action="store_true", help="they are right as read"),
         _option("--reject", action="store_true", help="they are wrong"),
         _option("--undo", action="store_true", help="as before any review: unreviewed, and as they were read"),
         _many("--set", dest="set", metavar="FIELD=VALUE", completes="correction",
               help="give a field another value; repeatable"),
         _option("--note", metavar="TEXT", help="write a note; an empty one takes it away"),
         *_PRINTED),
        "reviewing:review",
    ),
    Command(
        "export", "export [ID…]", "write facts as JSON lines, JSON, CSV or Markdown",
        "Writes the facts with these ids, or those that match the filters, or all. JSON lines are what\n"
        "`cqtui import` reads; they carry the facts alone, with every number as it was written.",
        ("cqtui export > facts.jsonl", "cqtui export --company OPPO --format csv -o oppo.csv"),
        (_option("ids", nargs="*", metavar="ID", completes="fact", help="ids, or beginnings of ids"),
         *FILTERS, _SORT,
         _JSON,
         _option("--format", choices=FORMATS, help="the format (default: as FILE ends, or jsonl)"),
         _option("-o", "--output", dest="output", metavar="FILE", help="write to FILE, all of it or nothing"),
         _option("--force", action="store_true", help="replace FILE if it exists")),
        "writing:export",
    ),
    Command(
        "demo", "demo [SCRIPT]", "lead through the explorer: a guided tour, of your own if you like",
        "Plays a tour of the explorer itself on the shipped store, or the one that --store names: keys are pressed\n"
        "as you would press them, and captions say what is seen. Any key of the explorer takes over; f5 pauses and\n"
        "goes on. Nothing is ever written, whatever SCRIPT says. SCRIPT is a TOML file of scenes and steps; the\n"
        "README tells how to write one.",
        ("cqtui demo", "cqtui demo my-tour.toml --pace 1.5", "cqtui demo --loop --idle 45",
         "cqtui demo --check my-tour.toml"),
        (_option("script", nargs="?", metavar="SCRIPT", help="a tour (default: the shipped one)"),
         _option("--pace", type=pace, metavar="TIMES", help="how fast: 2 is twice as fast"),
         _option("--loop", action="store_true",
                 help="again and again, for a booth; ctrl+q leaves then, and q does not"),
         _option("--idle", type=seconds, metavar="SECONDS",
                 help="with --loop: go on so long after somebody has taken over (default: 60)"),
         _option("--check", action="store_true",
                 help="play it unseen at 120x40 and 80x24, and say which steps waited in vain; 65 if any did"),
         _option("--no-keys", action="store_true", help="do not show the keys that are pressed"),
         *_RECORD, *_LOOKS),
        "touring:demo",
    ),
    Command(
        "replay", "replay FILE", "play a recorded session on the terminal",
        "Plays an asciinema cast (version 2 or 3), as --record makes them. What is played can draw and nothing else:\n"
        "no title, no clipboard, no question to the terminal, whoever has made FILE. Space pauses, . steps, n goes\n"
        "to the next marker, + and - change the pace, ^ begins again, q leaves; the keys of a tour do as well.",
        ("cqtui replay talk.cast", "cqtui replay talk.cast --pace 2 --idle-limit 1"),
        (_option("file", metavar="FILE", help="an asciinema cast"),
         _option("--pace", type=pace, metavar="TIMES", help="how fast: 2 is twice as fast"),
         _option("--idle-limit", type=seconds, metavar="SECONDS", help="wait no longer than this for what comes next")),
        "replaying:replay",
    ),
    Command(
        "kiosk", "kiosk", "answer one ssh session, read-only: the explorer, or the command it asks for",
        "For sshd to run in place of a shell (ForceCommand). Without a command `ssh HOST` opens the explorer;\n"
        "`ssh HOST find oppo --json` answers. What is asked for (SSH_ORIGINAL_COMMAND) is never given to a shell,\n"
        "and only what reads the store is offered. Of the environment nothing but the terminal, the language and\n"
        "the time zone counts; settings come from the account's configuration file and the options here.",
        ("cqtui --store /srv/press.json kiosk",),
        _LOOKS,
        "kiosk:visitor",
    ),
    Command(
        "serve", "serve", "show the explorer in a browser, read-only",
        "Prints the address of a page that is the explorer, and serves it until ctrl+c. Each page has an explorer\n"
        "of its own, which ends when the page is closed. Needs the extra serve: pip install 'cqtui[serve]'. The\n"
        "address has a token; without it nothing is shown. Filters and --at choose the place that pages open at.",
        ("cqtui serve", "cqtui --store press.json serve --port 0 --theme cqtui-light",
         "cqtui serve --public-url https://press.example.org/cqtui/"),
        (_option("--port", type=whole_number, metavar="N", help="where to listen (default: 8000; 0: any that is free)"),
         _option("--host", metavar="ADDRESS", help="the address to listen at (default: 127.0.0.1, this machine alone)"),
         _option("--expose", action="store_true", help="with --host: let other machines in, unencrypted"),
         _option("--public-url", metavar="URL", help="the address of a reverse proxy in front"),
         _option("--sessions", type=whole_number, metavar="N", help="at most N pages at once (default: 8)"),
         _option("--writable", action="store_true", help="let pages review, correct, export and bookmark"),
         _option("--clipboard", action="store_true", help="let pages copy to the clipboard of whoever sees them"),
         _option("--links", action="store_true", help="let pages open the addresses of sources"),
         _option("--at", metavar="LINK", help="open at a place that was copied in the explorer"),
         *_LOOKS, *FILTERS, _SORT, _GROUP),
        "serving:serve",
    ),
    Command(
        "completion", "completion SHELL", "print the code that makes a shell complete cqtui",
        "Prints shell code; ids, companies, metrics and items are completed from the store.",
        ('eval "$(cqtui completion bash)"', "cqtui completion fish > ~/.config/fish/completions/cqtui.fish"),
        (_option("shell", choices=("bash", "zsh", "fish"), metavar="SHELL", help="bash, zsh or fish"),),
        "writing:completion",
    ),
)  # fmt: skip
"""All commands, in the order in which they are listed."""

BY_NAME = {command.name: command for command in COMMANDS}

_ABOUT = """\
Explore and compare figures taken from press articles.

Without a command, cqtui opens the explorer; with its output piped it prints an overview."""
_EXAMPLES = (
    "cqtui",
    "cqtui --company OPPO",
    "cqtui find oppo phones 2019",
    "cqtui facts --since 2019 --format csv",
)
_EXIT_CODES = """\
exit codes: 0 done or found, 1 nothing found, 2 no terminal, 64 usage, 65 bad data, 66 no such input,
            73 cannot create, 74 input or output failed, 75 locked: try again"""


class _Help(argparse.RawDescriptionHelpFormatter):
    """As wide as the terminal, which argparse would load an archiver's module to ask for."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns() - 2)


def _columns() -> int:
    given = os.environ.get("COLUMNS", "")
    if given.isascii() and given.isdigit() and int(given):
        return int(given)
    with suppress(AttributeError, ValueError, OSError):
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or 80  # type: ignore[union-attr]
    return 80


class Parser(argparse.ArgumentParser):
    """An `ArgumentParser` that refuses with one line and the exit code of `UsageError`."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(
            formatter_class=_Help,
            argument_default=argparse.SUPPRESS,  # so that what a command was given is all one sees
            allow_abbrev=False,
            **settings,
        )

    def _print_message(self, message: str, file: Any = None) -> None:
        # argparse passes over a failure to write; here it is one like any other.
        (file or sys.stdout).write(message)

    def error(self, message: str) -> NoReturn:
        name = self.prog.removeprefix("cqtui").strip()
        said = f"{name}: {message}" if name else message
        raise UsageError(f"{clean_line(said)}; see {self.prog} --help")


def make_parser(commands: Collection[str] | None = None) -> Parser:
    """The parser of the command line.

    `commands` names those that will be needed: the others are listed, without their options.
    """
    parser = Parser(prog="cqtui", description=_ABOUT, epilog=f"{_examples(_EXAMPLES)}\n\n{_EXIT_CODES}")
    _add(parser, (*COMMON, *EXPLORER))
    parser.add_argument("--version", action="version", version=f"cqtui {__version__}")
    # Without `prog` argparse would lay out a help text only to learn the program's name.
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command", prog="cqtui")
    for command in COMMANDS:
        known = subparsers.add_parser(
            command.name,
            help=command.purpose,
            description=f"{command.purpose[0].upper()}{command.purpose[1:]}.\n\n{command.about}",
            epilog=_examples(command.examples),
        )
        if commands is None or command.name in commands:
            _add(known, (*command.options, *COMMON))
    return parser


def parse(words: Sequence[str]) -> argparse.Namespace:
    """The command line `words`: `command` (None for the explorer) and the options that were given.

    Raises:
        UsageError: it asks for what there is not.
    """
    if words and words[0] == "help":
        words = [*words[1:], "--help"]
    named = [word for word in words if word in BY_NAME]
    if words and not named and not words[0].startswith("-"):
        raise UsageError(f"there is no command {clean_line(words[0])!r}{_near(words[0])}; see cqtui --help")
    given, left = make_parser(named).parse_known_args(words)
    command = BY_NAME.get(getattr(given, "command", None) or "")
    given.command = command.name if command else None
    at, prog = (f"{command.name}: ", f"cqtui {command.name}") if command else ("", "cqtui")
    operand = command.operands if command else None
    if operand and not any(word.startswith("-") for word in left):
        # argparse takes one run of operands; a person may put options in between.
        setattr(given, operand.name, [*getattr(given, operand.name, ()), *left])
    elif left:
        raise UsageError(f"{at}unrecognized arguments: {clean_line(' '.join(left))}; see {prog} --help")
    known = {option.name for option in ((command.options if command else EXPLORER) + COMMON)}
    for option in EXPLORER:
        if hasattr(given, option.name) and option.name not in known:
            raise UsageError(f"{at}takes no {option.flags[0]}; see {prog} --help")
    return given


def _near(word: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word.lower(), BY_NAME, n=1)
    return f", did you mean {near[0]}?" if near else f": to search, cqtui find {clean_line(word)}"


def _add(parser: argparse.ArgumentParser, options: Sequence[Option]) -> None:
    """Add `options`, the filters and what is common to all in groups of their own."""
    places: dict[int, argparse._ActionsContainer] = {}
    filters = parser.add_argument_group("filters") if any(one in FILTERS for one in options) else parser
    common = parser.add_argument_group("common options")
    places |= {id(option): filters for option in FILTERS}
    places |= {id(option): common for option in COMMON}
    for option in options:
        action = places.get(id(option), parser).add_argument(*option.flags, **option.settings)
        if option.completes:
            action.completer = _completer(option.completes)  # type: ignore[attr-defined]


def _completer(kind: str) -> Any:
    def offered(prefix: str, parsed_args: argparse.Namespace, **_: object) -> dict[str, str]:
        from cqtui.commands import completing

        return completing.offered(kind, prefix, parsed_args)

    return offered


def _examples(lines: Sequence[str]) -> str:
    return "\n".join(("examples:", *(f"  {line}" for line in lines)))
