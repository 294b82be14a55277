"""Writes the generated parts of README.md: each stands between `<!-- NAME -->` and `<!-- /NAME -->`.

python .ci/readme.py            # write them
python .ci/readme.py --check    # fail if README.md is not what the code says
"""

from __future__ import annotations

import json
import re
import sys
import textwrap
import tomllib
from collections import Counter
from collections.abc import Callable
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, get_args

from cqtui import model
from cqtui.commands.grammar import COMMANDS
from cqtui.compare import interval, reason
from cqtui.config import Settings
from cqtui.notation import BOUND_SIGNS
from cqtui.tour import script as tour
from cqtui.ui import keys
from cqtui.validate import TABLES

README = Path(__file__).parent.parent / "README.md"
STORE = README.parent / "store" / "facts.json"


def key_tables() -> str:
    parts = []
    for section, actions in keys.sections(keys.ACTIONS).items():
        rows = [
            (" ".join(f"`{key}`" for key in keys.spelled(action.keys).split(" ")), action.help, f"`{action.id}`")
            for action in actions
        ]
        parts.append(f"**{section}**\n\n{_table(('keys', 'what they do', 'id'), rows)}")
    return "\n\n".join(parts)


def command_table() -> str:
    rows = [(f"`cqtui {one.usage}`", one.purpose, f"`{one.examples[0]}`") for one in COMMANDS]
    return _table(("command", "what it does", "for example"), rows)


def settings_table() -> str:
    rows = []
    for one in fields(Settings):
        default = one.default_factory() if one.default is MISSING else one.default  # type: ignore[misc]
        shown = {None: "", True: "`true`", False: "`false`"}.get(default) if not isinstance(default, dict) else ""
        variable = one.metadata["variable"]
        rows.append(
            (
                f"`{one.name}`",
                f"`{default}`" if shown is None else shown,
                f"`{variable}`" if variable else "",
                one.metadata["doc"],
            )
        )
    return _table(("setting", "default", "environment", "what it says"), rows)


def store_tables() -> str:
    rows = [(f"`{name}`", _sentence(kind.__doc__), _fields(kind)) for name, kind in TABLES.items()]
    return _table(("table", "a row is", "fields"), rows)


def example_row() -> str:
    row = next(
        row
        for row in json.loads(STORE.read_text("utf-8"))["facts"].values()
        if row["entity"] == "oppo" and row["metric"] == "shipments"
    )
    return f"```json\n{json.dumps(row, ensure_ascii=False, indent=1)}\n```"


def shipped() -> str:
    """How much the shipped store holds."""
    tables = json.loads(STORE.read_text("utf-8"))
    facts, sources = len(tables["facts"]), len(tables["sources"])
    return _wrapped(f"{facts} figures from {sources} press reports about Chongqing's electronics industry.")


def corrections() -> str:
    """What people had to correct in what the rules read of the briefs, by field."""
    reviews = tomllib.loads((STORE.parent / "reviews.toml").read_text("utf-8"))["reviews"]
    fields = Counter(one["field"] for review in reviews for one in review.get("correct", ()))
    corrected = sum("correct" in review for review in reviews)
    right = sum(not review.keys() & {"correct", "reject", "add"} for review in reviews)
    added, rejected = (sum(name in review for review in reviews) for name in ("add", "reject"))
    listed = ", ".join(f"{name} {count}" for name, count in fields.most_common())
    return _wrapped(
        f"Of {len(reviews) - rejected} figures the rules read {right} right in every field; {corrected} were corrected"
        f" ({listed}), {added} added by hand, and {rejected} more rejected."
    )


def tour_tables() -> str:
    """What a tour may say, table by table."""
    parts = []
    for kind, named in zip(tour.TABLES, ("the tour", "[[scenes]]", "[[scenes.steps]]"), strict=True):
        rows = [(f"`{one.name}`", one.metadata["doc"]) for one in fields(kind)]
        parts.append(_table((named if kind is tour.Script else f"`{named}`", "what it says"), rows))
    return "\n\n".join(parts)


def closed_words() -> str:
    lists: dict[str, Any] = {
        "period.basis": model.Basis,
        "status": model.Status,
        "bound": model.Bound,
        "change.kind": model.ChangeKind,
        "review": model.Review,
        "entity kind": model.EntityKind,
        "dimension": model.Dimension,
        "nature": model.Nature,
    }
    rows = [(f"`{name}`", ", ".join(f"`{word}`" for word in get_args(words))) for name, words in lists.items()]
    return _table(("field", "one of"), rows)


def reason_table() -> str:
    return _table(("kind", "what it says"), [(f"`{kind}`", text) for kind, text in reason.MEANINGS.items()])


def bound_table() -> str:
    return _table(("bound", "sign"), [(bound, f"`{sign}`" if sign else "") for bound, sign in BOUND_SIGNS.items()])


def tolerance_table() -> str:
    return _table(("wording", "what it allows, and why"), list(interval.TOLERANCES.items()))


PARTS: dict[str, Callable[[], str]] = {
    "shipped": shipped,
    "keys": key_tables,
    "commands": command_table,
    "settings": settings_table,
    "tables": store_tables,
    "row": example_row,
    "words": closed_words,
    "corrections": corrections,
    "tour": tour_tables,
    "reasons": reason_table,
    "bounds": bound_table,
    "tolerances": tolerance_table,
}


def _fields(kind: type) -> str:
    return ", ".join(f"`{one.name}`" for one in fields(kind))


def _sentence(text: str | None) -> str:
    return re.split(r"(?<=\.)\s", " ".join((text or "").split()))[0]


def _wrapped(text: str) -> str:
    return textwrap.fill(text, 120, break_on_hyphens=False)


def _table(headers: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    cells = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    lines = [headers, ["---"] * len(headers), *cells]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def generated(text: str) -> str:
    """`text` with every generated part as the code has it now."""
    for name, make in PARTS.items():
        pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        if not pattern.search(text):
            sys.exit(f"README.md has no part <!-- {name} --> … <!-- /{name} -->")
        part = make()
        text = pattern.sub(lambda found, part=part: f"{found[1]}{part}\n{found[2]}", text)  # type: ignore[misc]
    return text


def main() -> int:
    text = README.read_text("utf-8")
    made = generated(text)
    if "--check" in sys.argv[1:]:
        if made != text:
            print("README.md is stale: write its generated parts with: python .ci/readme.py", file=sys.stderr)
        return int(made != text)
    README.write_text(made, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
