"""Whatever is written can be read from the back of a room: contrasts of every look, as WCAG counts them."""

from __future__ import annotations

import pytest
from rich.color import Color as RichColor
from textual.color import Color
from textual.theme import Theme

from cqtui.ui import looks
from cqtui.ui.theme import CONTRAST, DARK, LIGHT, PAPER

TEXT = {DARK.name: 4.5, LIGHT.name: 4.5, CONTRAST.name: 7.0, PAPER.name: 7.0}
"""The least contrast of text: WCAG's AA, and AAA for the themes that are made for projectors."""
FRAME = {DARK.name: 1.5, LIGHT.name: 3.0, CONTRAST.name: 4.5, PAPER.name: 4.5}
"""That of frames, which text says nothing by."""
NAMES = (*looks._LOOKS, *looks._ON_ACCENT, "resting")


def luminance(color: RichColor | None) -> float:
    """Relative luminance, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    assert color is not None

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part / 255) for part in Color.from_rich_color(color).rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(name: str, theme: Theme, ground: str) -> float:
    variables = {**theme.to_color_system().generate(), **theme.variables}
    style = looks.look(name, variables, ground=ground)
    light, dark = sorted((luminance(style.color), luminance(style.bgcolor)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [DARK, LIGHT, CONTRAST, PAPER], ids=lambda theme: theme.name)
@pytest.mark.parametrize("ground", ["background", "panel"])
def test_every_look_has_enough_contrast(theme: Theme, ground: str) -> None:
    names = [name for name in NAMES if (name, ground) != ("frame", "panel")]  # No frame is drawn there.
    least = {name: FRAME[theme.name] if name == "frame" else TEXT[theme.name] for name in names}
    found = {name: contrast(name, theme, ground) for name in names}
    assert {name: round(value, 2) for name, value in found.items() if value < least[name]} == {}


def test_contrasts_are_counted_as_they_should_be() -> None:
    assert luminance(RichColor.parse("#ffffff")) == pytest.approx(1.0)
    assert luminance(RichColor.parse("#777777")) == pytest.approx(0.1845, abs=1e-3)


@pytest.mark.parametrize("theme", [DARK, LIGHT, CONTRAST, PAPER], ids=lambda theme: theme.name)
def test_what_a_spotlight_dims_steps_back_and_can_still_be_seen(theme: Theme) -> None:
    variables = {**theme.to_color_system().generate(), **theme.variables}
    plain, dimmed = (looks.look("", variables, dimmed=one) for one in (False, True))

    def of(style: object) -> float:
        light, dark = sorted((luminance(style.color), luminance(style.bgcolor)), reverse=True)  # type: ignore[attr-defined]
        return (light + 0.05) / (dark + 0.05)

    assert 1.5 < of(dimmed) < of(plain) / 2
