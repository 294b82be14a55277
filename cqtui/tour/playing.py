"""What a tour does when: a script as beats, and what has become due after so many seconds. Pure.

Time is handed in, and so is what is on the screen; whoever asks does what is due and tells how long it took.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from cqtui.tour.script import FASTEST, SLOWEST, Script, Step

Kind = Literal["scene", "say", "point", "do", "press", "type", "run", "wait", "hold"]
Mode = Literal["running", "stepping", "skipping", "paused", "yours", "over"]
"""Going on; until the next step, or the next scene, and no longer; waiting for a key; the app belongs to whoever
sits at it; at the end."""

KEY, CHARACTER, BETWEEN = 0.7, 0.12, 0.3
"""Seconds, at pace 1, that a key is looked at, a character of what is typed, and a new spot."""
_BEFORE_READING, _A_CHARACTER = 1.0, 0.055
"""Seconds to see that there is a caption, and to read one character of it: three words a second."""
PACES = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0)


class Beat(NamedTuple):
    """The smallest thing that a tour does, and the seconds it is looked at, at pace 1.

    `texts` is what a wait is for, and `lasts` then the seconds it takes at most; it ends in vain at once when
    `unless` comes. `otherwise` is what is said then.
    """

    kind: Kind
    scene: int
    step: int
    text: str | None = None
    lasts: float = 0.0
    texts: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    otherwise: str = ""


class Missing(NamedTuple):
    """A wait in vain: where, and what for."""

    scene: int
    step: int
    texts: tuple[str, ...]
    waited: float
    """Seconds."""


@dataclass(frozen=True, slots=True)
class Playing:
    """Where a tour is. `at` is the beat that is due `left` seconds from now."""

    beats: tuple[Beat, ...]
    pace: float = 1.0
    at: int = 0
    left: float = 0.0
    mode: Mode = "running"
    since: int = 0
    """The beat at which stepping or skipping began."""
    waited: float = 0.0
    missing: Missing | None = None
    """What was last waited for in vain, until another beat comes."""

    @property
    def moves(self) -> bool:
        """Whether time alone takes it on."""
        return self.mode in ("running", "stepping", "skipping")

    @property
    def beat(self) -> Beat:
        """What is due next, or was last."""
        return self.beats[min(self.at, len(self.beats) - 1)]

    @property
    def scene(self) -> int:
        """The number of the scene that is on, from 0."""
        return self.beats[max(0, min(self.at, len(self.beats)) - 1)].scene

    @property
    def scenes(self) -> int:
        return self.beats[-1].scene + 1


def reading_time(caption: str) -> float:
    """Seconds that a caption takes to read."""
    return _BEFORE_READING + _A_CHARACTER * len(caption) if caption else 0.0


def beats(script: Script) -> tuple[Beat, ...]:
    """A script as beats, in their order."""
    return tuple(_beats(script))


def _beats(script: Script) -> Iterator[Beat]:
    for number, scene in enumerate(script.scenes):
        yield Beat("scene", number, 0, scene.at)
        for at, step in enumerate(scene.steps):
            yield from _of_step(step, number, at)


def _of_step(step: Step, scene: int, at: int) -> Iterator[Beat]:
    if step.caption is not None:
        yield Beat("say", scene, at, step.caption, BETWEEN)
    if step.point is not None:
        yield Beat("point", scene, at, step.point, BETWEEN)
    for action in step.do:
        yield Beat("do", scene, at, action, KEY)
    for key in step.press:
        yield Beat("press", scene, at, key, KEY)
    for character in step.type:
        yield Beat("type", scene, at, character, CHARACTER)
    if step.run:
        yield Beat("run", scene, at, step.run, BETWEEN)
    if step.wait:
        yield Beat("wait", scene, at, None, step.within, step.wait, step.unless, step.otherwise)
    yield Beat("hold", scene, at, None, reading_time(step.caption or "") if step.hold is None else step.hold)


def length(made: Sequence[Beat]) -> float:
    """Seconds that a tour takes at pace 1, where nothing is waited for."""
    return sum(beat.lasts for beat in made if beat.kind != "wait")


def advanced(now: Playing, seconds: float, seen: Callable[[tuple[str, ...]], bool]) -> tuple[Playing, Beat | None]:
    """The tour after so many seconds, and the one beat that is due by then, if one is.

    `seen` says whether one of some texts is on the screen. A wait in vain comes as a beat of its own,
    a "say" of what to say instead, after which the next scene is due.
    """
    if not now.moves:
        return now, None
    if now.left > seconds and now.mode != "skipping":
        return replace(now, left=now.left - seconds), None
    if now.at >= len(now.beats):
        return replace(now, mode="over", left=0.0), None
    beat, before = now.beat, now.beats[max(0, now.at - 1)]
    if now.mode == "stepping" and now.at > now.since and (beat.scene, beat.step) != (before.scene, before.step):
        return replace(now, mode="paused", left=0.0), None
    if now.mode == "skipping" and now.at > now.since and beat.kind == "scene":
        now = replace(now, mode="running")
    if beat.kind == "wait":
        return _waited(now, beat, seconds - max(0.0, now.left), seen)
    return replace(now, at=now.at + 1, left=beat.lasts / now.pace, waited=0.0, missing=None), beat


def _waited(
    now: Playing, beat: Beat, seconds: float, seen: Callable[[tuple[str, ...]], bool]
) -> tuple[Playing, Beat | None]:
    if seen(beat.texts):
        return replace(now, at=now.at + 1, left=0.0, waited=0.0), None
    waited = now.waited + seconds
    if waited < beat.lasts and not (beat.unless and seen(beat.unless)):
        return replace(now, left=0.0, waited=waited), None
    said = beat.otherwise or f"This store does not show {_quoted(beat.texts)}: on to what comes next."
    lasts = reading_time(said)
    missing = Missing(beat.scene, beat.step, beat.texts, waited)
    after = replace(now, at=_next_scene(now), left=lasts / now.pace, waited=0.0, missing=missing)
    return after, Beat("say", beat.scene, beat.step, said, lasts)


def _quoted(texts: Sequence[str]) -> str:
    return " or ".join(f"“{text}”" for text in texts)


def _next_scene(now: Playing) -> int:
    later = range(now.at + 1, len(now.beats))
    return next((at for at in later if now.beats[at].kind == "scene"), len(now.beats))


# What a key does


def toggled(now: Playing) -> Playing:
    """Pause, or go on: where one was, where nobody has taken over, else from the beginning of the scene."""
    if now.mode == "over":
        return restarted(now)
    if now.mode == "yours":
        return replace(_at_scene(now), mode="running")
    return replace(now, mode="paused" if now.moves else "running")


def stepped(now: Playing) -> Playing:
    """One step more, then pause."""
    if now.mode == "over":
        return now
    now = _at_scene(now) if now.mode == "yours" else now
    return replace(now, mode="stepping", since=now.at, left=0.0)


def skipped(now: Playing) -> Playing:
    """On to the next scene: what is left of this one is done at once."""
    if now.mode == "over":
        return now
    if now.mode == "yours":
        now = _at_scene(now)
        return replace(now, mode="skipping", since=now.at)
    return replace(now, mode="skipping", since=now.at - 1, left=0.0)  # What is due may be the next scene.


def restarted(now: Playing) -> Playing:
    """From the beginning."""
    return replace(now, at=0, left=0.0, mode="running", waited=0.0, missing=None)


def taken_over(now: Playing) -> Playing:
    """The app is whoever's who sits at it."""
    return now if now.mode == "over" else replace(now, mode="yours")


def paced(now: Playing, by: int) -> Playing:
    """A pace faster (`by` 1) or slower (-1)."""
    if by > 0:
        pace = next((one for one in PACES if one > now.pace), max(now.pace, PACES[-1]))
    else:
        pace = next((one for one in reversed(PACES) if one < now.pace), min(now.pace, PACES[0]))
    return replace(now, pace=max(SLOWEST, min(FASTEST, pace)), left=now.left * now.pace / pace)


def _at_scene(now: Playing) -> Playing:
    """At the beginning of the scene that is on."""
    scene = now.scene
    return replace(
        now, at=next(at for at, beat in enumerate(now.beats) if beat.scene == scene), left=0.0, waited=0.0, missing=None
    )
