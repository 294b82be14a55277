"""`cqtui restore`: what a store held before its last write is brought back, and nothing is thrown away."""

from __future__ import annotations

import errno
import json
import os
import stat
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from conftest import LAPTOPS, PHONES, REPOSITORY, STAFF, Answer

from cqtui import durable, errors, restoring, store
from cqtui.model import fact_id

Ask = Callable[..., Answer]
PHONES_ID, STAFF_ID, LAPTOPS_ID = map(fact_id, (PHONES, STAFF, LAPTOPS))


@pytest.fixture
def path(store_path: Path) -> Path:
    """A store whose last write accepted a fact."""
    store.review(store_path, PHONES_ID, review="accepted")
    return store_path


def previous(path: Path) -> Path:
    return path.with_name(f"{path.name}.previous")


def bytes_of(path: Path) -> tuple[bytes, bytes]:
    return path.read_bytes(), previous(path).read_bytes()


def beside(path: Path) -> list[str]:
    return sorted(one.name for one in path.parent.iterdir() if not one.name.endswith(".lock"))


def test_the_store_and_the_content_before_change_places(ask: Ask, path: Path) -> None:
    now, before = bytes_of(path)
    code, out, err = ask("restore", path)
    assert (code, err) == (0, "")
    assert bytes_of(path) == (before, now)
    assert f"1 fact as before: {PHONES_ID}" in out
    assert out.endswith(f"restored {path}; what it had is kept in {previous(path)}\n")
    assert ask("restore", path).code == 0
    assert bytes_of(path) == (now, before), "a second one undoes the first"
    assert beside(path) == ["small.json", "small.json.previous"]


def test_what_it_would_change_is_told_first(ask: Ask, path: Path) -> None:
    store.append(path, facts=[replace(LAPTOPS, note="one more", value=LAPTOPS.value + 1)])
    added = store.read(path).facts[-1].id
    files = bytes_of(path)
    code, out, _ = ask("restore", path, "--dry-run")
    assert code == 0
    now, before, gone, would = out.splitlines()
    assert now.split()[0] == "now" and now.endswith("5 facts")
    assert before.split()[0] == "before" and before.endswith("4 facts")
    assert (gone, would) == (f"1 fact gone: {added}", f"would restore {path} from {previous(path)}")
    assert bytes_of(path) == files
    told = json.loads(ask("restore", path, "--json").out)
    assert (told["restored"], told["gone"], told["back"], told["changed"]) == (True, [added], [], [])
    assert (told["before"]["facts"], told["now"]["facts"], told["now"]["broken"]) == (4, 5, None)
    assert told["before"]["title"] == "A small store"
    assert datetime.fromisoformat(told["now"]["written"]) >= datetime.fromisoformat(told["before"]["written"])
    again = json.loads(ask("restore", path, "--json", "--dry-run").out)
    assert (again["restored"], again["gone"], again["back"]) == (False, [], [added])
    assert (again["store"], again["previous"]) == (str(path), str(previous(path)))


def test_many_facts_are_counted_and_the_first_named(ask: Ask, path: Path) -> None:
    facts = [replace(LAPTOPS, value=LAPTOPS.value + number) for number in range(1, 13)]
    store.append(path, facts=facts)
    ids = [fact.id for fact in store.read(path).facts[4:]]
    assert f"12 facts gone: {', '.join(ids[:10])} …\n" in ask("restore", path, "--dry-run").out


@pytest.mark.parametrize("broken", [b"", b"{", b"[]", b"\xff", b'{"meta": {"1": {"schema": 99}}}'])
def test_a_broken_store_is_brought_back_and_kept(ask: Ask, path: Path, broken: bytes) -> None:
    before = previous(path).read_bytes()
    path.write_bytes(broken)
    refused = ask("--store", path, "facts")
    assert refused.code == 65
    if b"meta" not in broken and broken not in (b"[]", b"\xff"):
        assert f'"cqtui restore {path}" brings back the content before' in refused.err
    told = ask("restore", path, "--dry-run").out.splitlines()[0]
    assert told.split()[0] == "now" and "facts" not in told and len(told) > 25
    assert ask("restore", path).code == 0
    assert bytes_of(path) == (before, broken)
    store.review(path, STAFF_ID, review="rejected")


def test_a_store_with_a_bad_row_is_brought_back(ask: Ask, path: Path) -> None:
    path.write_text(path.read_text().replace('"status": "actual"', '"status": "hoped"', 1))
    assert "status: " in ask("restore", path).out
    assert ask("check", path).code == 0


def test_a_missing_store_is_brought_back(ask: Ask, path: Path) -> None:
    before = previous(path).read_bytes()
    path.unlink()
    assert f'no such file; "cqtui restore {path}" brings back' in ask("--store", path, "facts").err
    code, out, _ = ask("restore", path)
    assert (code, out.splitlines()[0].split(), out.splitlines()[-1]) == (
        0, ["now", "is", "missing"], f"restored {path}",
    )  # fmt: skip
    assert path.read_bytes() == before
    assert beside(path) == ["small.json"]


def test_where_nothing_is_kept_it_says_so(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "new.json"
    store.create(path, title="New")
    for words in (("restore", path), ("restore", path, "--dry-run"), ("restore", tmp_path / "nothing.json")):
        code, out, err = ask(*words)
        assert (code, out) == (66, "")
        assert err == (
            f"cqtui: {words[1]}: no content before is kept ({words[1]}.previous); there is nothing to restore\n"
        )
    assert beside(path) == ["new.json"]
    assert not (tmp_path / ".nothing.json.lock").exists()


def test_content_before_that_is_no_store_is_never_brought_back(ask: Ask, path: Path) -> None:
    previous(path).write_bytes(b"{")
    before = path.read_bytes()
    code, _, err = ask("restore", path)
    assert (code, err) == (65, f"cqtui: {previous(path)}: ends too soon (line 1, column 2); restore an older copy\n")
    assert path.read_bytes() == before


def test_what_is_as_it_was_needs_no_restoring(ask: Ask, path: Path) -> None:
    path.write_bytes(previous(path).read_bytes())
    inode = path.stat().st_ino
    code, out, err = ask("restore", path)
    assert (code, out) == (1, "")
    assert err == f"cqtui: {path}: is what it was before its last write; nothing to restore\n"
    assert path.stat().st_ino == inode


def test_the_store_is_the_one_that_is_named_or_the_users_own_and_never_the_demo(
    ask: Ask, path: Path, environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ask("--store", path, "restore").code == 0
    own = environment / "data" / "cqtui" / "facts.json"
    assert f"{own}: no content before is kept" in ask("restore").err
    demo = REPOSITORY / "store" / "facts.json"
    assert (ask("restore", demo).code, ask("--store", demo, "restore").code) == (73, 73)
    monkeypatch.setenv("CQTUI_READ_ONLY", "1")
    assert "nothing restored: read_only is set" in ask("restore", path).err


def test_mode_and_links_stay_as_they_are(path: Path, tmp_path: Path) -> None:
    path.chmod(0o600)
    link = tmp_path / "link.json"
    link.symlink_to(path)
    restoring.restore(link)
    assert link.is_symlink() and stat.S_IMODE(path.stat().st_mode) == 0o600, "not the mode it had once"
    assert store.read(path).facts[0].review == "unreviewed"
    path.write_bytes(b"")
    with pytest.raises(errors.BadData, match=r'cqtui restore .*link.json" brings back'):
        store.read(link)


def test_what_is_no_regular_file_is_left_alone(path: Path) -> None:
    path.unlink()
    path.mkdir()
    assert restoring.look(path).broken == "is a directory"
    with pytest.raises(errors.CannotCreate, match="not a regular file"):
        restoring.restore(path)
    assert path.is_dir() and previous(path).is_file()


def test_a_full_disk_does_not_keep_from_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written but names."""
    now, before = bytes_of(path)

    def full(*_: Any) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(os, "write", full)
        restoring.restore(path)
    assert bytes_of(path) == (before, now)


def test_it_needs_no_hard_links(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    now, before = bytes_of(path)
    monkeypatch.setattr(os, "link", refuse)
    restoring.restore(path)
    assert bytes_of(path) == (before, now)


def test_what_a_killed_one_put_aside_becomes_the_content_before(path: Path) -> None:
    now, before = bytes_of(path)
    aside = path.with_name(".small.json.aside")
    previous(path).replace(path)
    aside.write_bytes(now)
    with durable.held(path):
        pass
    assert bytes_of(path) == (before, now)
    assert beside(path) == ["small.json", "small.json.previous"]


def test_one_killed_before_it_changed_anything_leaves_nothing(path: Path) -> None:
    files = bytes_of(path)
    os.link(path, path.with_name(".small.json.aside"))
    with durable.held(path):
        pass
    assert bytes_of(path) == files
    assert beside(path) == ["small.json", "small.json.previous"]


def test_another_writer_is_waited_for(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durable, "PATIENCE", 0.05)
    files = bytes_of(path)
    with durable.held(path), pytest.raises(errors.Locked):
        restoring.restore(path)
    assert bytes_of(path) == files


def test_a_disk_that_fails_while_it_is_looked_at_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Path) -> None:
        raise OSError(errno.EIO, "Input/output error", str(path))

    monkeypatch.setattr(restoring, "_present", fail)
    with pytest.raises(errors.CqtuiError, match="cannot be read: Input/output error; check the disk") as told:
        restoring.look(path)
    assert told.value.exit_code == errors.IO_ERROR
