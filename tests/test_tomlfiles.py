"""Files that people write, as bad as they come: each refused in one line."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from cqtui import tomlfiles
from cqtui.errors import BadData, NoInput

BAD = {
    "not TOML": b"= nothing",
    "not UTF-8": b'name = "\xff"',
    "UTF-16": "name = 1".encode("utf-16"),
    "nested too deep": b"a = " + b"[" * 100_000,
    "an endless number": b"a = " + b"9" * 5_000,
    "the same twice": b"a = 1\na = 2",
}


@pytest.mark.parametrize("content", BAD.values(), ids=list(BAD))
def test_a_bad_file_is_refused_by_name_in_one_line(tmp_path: Path, content: bytes) -> None:
    (path := tmp_path / "some.toml").write_bytes(content)
    with pytest.raises(BadData) as refused:
        tomlfiles.read(path, "exchange rates")
    assert str(refused.value).startswith(f"{path}: ")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("name", ["missing.toml", "."])
def test_what_cannot_be_read_says_what_it_was_to_be(tmp_path: Path, name: str) -> None:
    with pytest.raises(NoInput, match="cannot read the exchange rates: "):
        tomlfiles.read(tmp_path / name, "exchange rates")


def test_numbers_are_made_as_asked(tmp_path: Path) -> None:
    (path := tmp_path / "rates.toml").write_bytes(b"a = 6.10\nb = 7")
    assert tomlfiles.read(path, "exchange rates", Decimal) == {"a": Decimal("6.10"), "b": 7}
