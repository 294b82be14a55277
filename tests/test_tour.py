"""Tours apart from any screen: what a script may say, how it is refused, and what is due when."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cqtui.commands import kiosk
from cqtui.errors import BadData, NoInput
from cqtui.tour import playing as tours
from cqtui.tour import script as scripts
from cqtui.tour.playing import Beat, Playing, advanced
from cqtui.tour.script import Script
from cqtui.ui import keys

HEAD = 'title = "A tour"\n'


def read(tmp_path: Path, text: str) -> Script:
    path = tmp_path / "my-tour.toml"
    path.write_text(text, "utf-8")
    return scripts.read(path, keys.BY_ID, kiosk.COMMANDS)


def steps(*lines: str) -> str:
    """A script of one scene with these steps."""
    made = "".join(f"[[scenes.steps]]\n{line}\n" for line in lines)
    return f'{HEAD}[[scenes]]\ntitle = "Search"\n{made}'


# What a script says


def test_the_shipped_tour_is_a_script_and_lasts_less_than_two_minutes() -> None:
    shipped = scripts.read(scripts.SHIPPED, keys.BY_ID, kiosk.COMMANDS)
    made = tours.beats(shipped)
    assert tours.length(made) / shipped.pace < 120
    assert all(step.otherwise or not step.unless for scene in shipped.scenes for step in scene.steps)


def test_a_script_is_read_with_its_defaults(tmp_path: Path) -> None:
    script = read(tmp_path, steps('caption = "One"\npress = "enter"', 'wait = ["a", "b"]\nhold = 0'))
    assert (script.title, script.pace, script.scenes[0].at) == ("A tour", 1.0, None)
    first, second = script.scenes[0].steps
    assert (first.press, first.hold, second.wait, second.within) == (("enter",), None, ("a", "b"), 5.0)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("title = ", "not a TOML file"),
        (HEAD, "scenes: is missing"),
        ("[[scenes]]\ntitle = 'x'", "title: is missing"),
        (HEAD + "pace = 0\n[[scenes]]\ntitle = 'x'", "pace: .*greater than or equal to 0.1 .*it is '0'"),
        (HEAD + "speed = 2\n[[scenes]]\ntitle = 'x'", "speed: there is no such key; there are title, pace, scenes"),
        (HEAD + "[[scenes]]\nname = 'x'", "scene 1, (title: is missing|name: there is no such key)"),
        (HEAD + "[[scenes]]\ntitle = 'x'\nat = 'where=here'", "scene 1 “x”, at: no place has 'where'"),
        (steps("hold = -1"), "scene 1 “Search”, step 1, hold: .*greater than or equal to 0"),
        (steps("hold = 1", "hold = true\ncaptoin = 'x'"), "scene 1 “Search”, step 2, captoin: .*there are caption,"),
        (steps("do = 'compere'"), "scene 1 “Search”, step 1, do: .*'compere', did you mean 'compare'"),
        (steps("press = 'entre'"), "scene 1 “Search”, step 1, press: 'entre' is no key"),
        (steps("press = 'ctrl+'"), "press: 'ctrl\\+' is no key"),
        (steps("press = 'enter'\ntype = 'x'"), "step 1: press and type: one thing at a time"),
        (steps("point = 'window'"), "step 1, point: input should be 'companies', .*it is 'window'"),
        (steps("run = 'rm -rf /'"), "step 1, run: cannot be read: begins with cqtui"),
        (steps("run = 'cqtui import x'"), "step 1, run: 'import' cannot be shown"),
        (steps("run = 'cqtui find x | sh'"), "step 1, run: cannot be read: nothing but head -N"),
        (steps("run = 'cqtui find \"x'"), "step 1, run: cannot be read"),
        (steps("wait = [1]"), "step 1, wait: .*valid string"),
        (steps(f"caption = '{'x' * 300}'"), "step 1, caption: .*at most 240"),
        (HEAD + "scenes = 3", "scenes: .*(tuple|list)"),
        (HEAD + "scenes = []", "scenes: .*at least 1"),
        ("x = " + "[" * 2000, "nested too deep"),
    ],
)
def test_a_bad_script_is_refused_in_one_line_that_names_file_scene_and_key(
    tmp_path: Path, text: str, told: str
) -> None:
    with pytest.raises(BadData) as refused:
        read(tmp_path, text)
    said = str(refused.value)
    assert said.startswith(f"{tmp_path / 'my-tour.toml'}: ")
    assert "\n" not in said
    assert re.search(told, said), said


def test_a_script_that_is_not_there_is_no_input(tmp_path: Path) -> None:
    with pytest.raises(NoInput, match="cannot read the tour"):
        scripts.read(tmp_path / "none.toml", keys.BY_ID, kiosk.COMMANDS)


def test_what_a_script_says_is_cleaned(tmp_path: Path) -> None:
    script = read(tmp_path, steps('caption = "a\\u001b]52;c;AAAA\\u0007b\\u202e"'))
    assert script.scenes[0].steps[0].caption == "a␛]52;c;AAAA␇b�"


@given(st.text(max_size=60) | st.text("cqtui find|head -5;&$`\n\"'", max_size=40).map("cqtui {}".format))
def test_no_command_but_ours_is_ever_shown(text: str) -> None:
    try:
        words, lines = scripts.command(text)
    except ValueError:
        return
    assert text.split("|")[0].split()[0].replace('"', "").replace("'", "") == "cqtui"
    assert words
    assert lines is None or lines >= 0


def test_every_key_of_a_script_is_explained() -> None:
    for kind in scripts.TABLES:
        for one in fields(kind):
            assert one.metadata["doc"], one.name


# What is due when


def play(beats: Iterable[Beat], **given: object) -> Playing:
    return Playing(tuple(beats), **given)  # type: ignore[arg-type]


def nothing(texts: tuple[str, ...]) -> bool:
    del texts
    return False


def kinds(now: Playing, seconds: float, seen: object = nothing, tick: float = 0.1) -> tuple[Playing, list[str]]:
    """What is done in so many seconds of a clock that ticks, as words."""
    done: list[str] = []
    for _ in range(round(seconds / tick)):
        now, beat = advanced(now, tick, seen)  # type: ignore[arg-type]
        while beat is not None:
            done.append(f"{beat.kind} {beat.text}" if beat.text else beat.kind)
            now, beat = advanced(now, 0.0, seen)  # type: ignore[arg-type]
    return now, done


THREE = tuple(
    Beat(kind, scene, step, text, lasts)
    for kind, scene, step, text, lasts in [
        ("scene", 0, 0, "", 0.0), ("say", 0, 0, "one", 0.0), ("press", 0, 0, "a", 1.0), ("hold", 0, 0, None, 2.0),
        ("press", 0, 1, "b", 1.0), ("hold", 0, 1, None, 2.0),
        ("scene", 1, 0, None, 0.0), ("press", 1, 0, "c", 1.0), ("hold", 1, 0, None, 2.0),
    ]
)  # fmt: skip


def test_beats_follow_each_other_at_the_tour_s_pace() -> None:
    now, done = kinds(play(THREE), 0.5)
    assert done == ["scene", "say one", "press a"]
    now, done = kinds(now, 1.0)
    assert done == ["hold"]
    _, done = kinds(now, 2.0)
    assert done == ["press b"]
    _, done = kinds(play(THREE, pace=2.0), 2.0)
    assert done == ["scene", "say one", "press a", "hold", "press b"]


def test_the_end_is_the_end() -> None:
    now, done = kinds(play(THREE, pace=10.0), 2.0)
    assert (now.mode, done[-1]) == ("over", "hold")
    assert kinds(now, 5.0) == (now, [])
    again, done = kinds(tours.toggled(now), 0.1)
    assert (again.scene, done[0]) == (0, "scene")


def test_a_pause_stands_still_and_goes_on_where_it_was() -> None:
    now, _ = kinds(play(THREE), 0.5)
    now = tours.toggled(now)
    assert kinds(now, 60.0) == (now, [])
    _, done = kinds(tours.toggled(now), 0.4)
    assert done == []
    _, done = kinds(tours.toggled(now), 0.8)
    assert done == ["hold"]


def test_a_step_does_one_step_and_pauses() -> None:
    now, _ = kinds(play(THREE), 0.5)
    now, done = kinds(tours.stepped(now), 10.0)
    assert (now.mode, done) == ("paused", ["hold"])
    now, done = kinds(tours.stepped(now), 10.0)
    assert (now.mode, done) == ("paused", ["press b", "hold"])
    now, done = kinds(tours.stepped(now), 10.0)
    assert (now.mode, done) == ("over", ["scene", "press c", "hold"])


def test_a_skip_does_what_is_left_of_the_scene_at_once() -> None:
    now, _ = kinds(play(THREE), 0.5)
    now, done = kinds(tours.skipped(now), 0.1)
    assert (now.mode, done) == ("running", ["hold", "press b", "hold", "scene", "press c"])
    now, done = kinds(tours.skipped(now), 0.2)
    assert (now.mode, done) == ("over", ["hold"])


def test_taking_over_stops_it_and_going_on_begins_the_scene_again() -> None:
    now, _ = kinds(play(THREE), 4.5)
    now = tours.taken_over(now)
    assert (now.mode, kinds(now, 60.0)) == ("yours", (now, []))
    _, done = kinds(tours.toggled(now), 0.1)
    assert done == ["scene", "say one", "press a"]
    _, done = kinds(tours.skipped(now), 0.1)
    assert done[-2:] == ["scene", "press c"]


def waiting(**given: object) -> Playing:
    wait = Beat("wait", 0, 0, None, 5.0, ("here",), **given)  # type: ignore[arg-type]
    return play([Beat("scene", 0, 0), wait, Beat("press", 0, 1, "a"), Beat("scene", 1, 0), Beat("press", 1, 0, "b")])


def test_a_wait_ends_when_it_comes() -> None:
    now, done = kinds(waiting(), 3.0)
    assert done == ["scene"]
    _, done = kinds(now, 0.4, lambda texts: texts == ("here",))
    assert done == ["press a", "scene", "press b"]


def test_a_wait_in_vain_says_so_and_leaves_the_scene() -> None:
    now, done = kinds(waiting(otherwise="There is none."), 5.2)
    assert done == ["scene", "say There is none."]
    assert now.missing
    assert now.missing[:3] == (0, 0, ("here",))
    now, done = kinds(now, 10.0)
    assert done == ["scene", "press b"]
    _, done = kinds(waiting(), 5.2)
    assert done[1] == "say This store does not show “here”: on to what comes next."


def test_a_wait_ends_in_vain_as_soon_as_it_is_clear() -> None:
    now, done = kinds(waiting(unless=("none",), otherwise="No."), 0.3, lambda texts: texts == ("none",))
    assert done == ["scene", "say No."]
    assert now.missing
    assert now.missing.waited < 0.5


def test_waiting_takes_its_time_at_any_pace() -> None:
    from dataclasses import replace

    _, done = kinds(replace(waiting(), pace=10.0), 4.8)
    assert done == ["scene"]


def test_a_pace_goes_by_steps_and_stays_in_bounds() -> None:
    now = play(THREE)
    for _ in range(30):
        now = tours.paced(now, 1)
    assert now.pace == tours.PACES[-1]
    for _ in range(30):
        now = tours.paced(now, -1)
    assert now.pace == tours.PACES[0]
    halfway, _ = kinds(play(THREE), 0.5)
    faster = tours.paced(halfway, 1)
    assert faster.left * faster.pace == pytest.approx(halfway.left * halfway.pace)


def test_no_key_of_a_tour_is_a_key_of_the_explorer() -> None:
    taken = {key for action in keys.ACTIONS if "tour" not in action.on for key in action.keys.split(",")}
    own = [key for action in keys.on("tour") for key in action.keys.split(",")]
    assert not taken & set(own)
    assert len(own) == len(set(own))
