"""The explorer's own colour themes; Textual's others can be picked in the palette."""

from __future__ import annotations

from textual.theme import BUILTIN_THEMES, Theme

_OKABE_ITO = ("#56b4e9", "#e69f00", "#2fb58c", "#f0e442", "#d689b4", "#d4d4ce")


def _series(*colours: str) -> dict[str, str]:
    """The colours of a plot's series. Those of the dark theme are Okabe and Ito's, which the colour-blind
    tell apart; the others keep their order of hues."""
    return {f"series-{at}": colour for at, colour in enumerate(colours)}


DARK = Theme(
    name="cqtui-dark",
    primary="#5f9ea8",
    secondary="#8fa8c8",
    accent="#e0a458",
    warning="#d9a441",
    error="#d9736a",
    success="#7fb069",
    foreground="#d4d4ce",
    background="#14171a",
    surface="#14171a",
    panel="#1f2429",
    dark=True,
    variables={"line": "#3c454d", "faint": "#8b949b", "hollow": "#c79a5b", **_series(*_OKABE_ITO)},
)
LIGHT = Theme(
    name="cqtui-light",
    primary="#1f6f7a",
    secondary="#34577f",
    accent="#965100",
    warning="#8a5a00",
    error="#a8322a",
    success="#3c6e24",
    foreground="#22262a",
    background="#fbfaf7",
    surface="#fbfaf7",
    panel="#ebe8e0",
    dark=False,
    variables={
        "line": "#918c80",
        "faint": "#696660",
        "hollow": "#8a5a14",
        **_series("#006aa6", "#a84f00", "#00684a", "#7a6200", "#97406f", "#22262a"),
    },
)
CONTRAST = Theme(
    name="cqtui-contrast",
    primary="#00d7ff",
    secondary="#87d7ff",
    accent="#ffd700",
    warning="#ffaf00",
    error="#ff8787",
    success="#5fff5f",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1c1c1c",
    dark=True,
    variables={
        "line": "#9e9e9e",
        "faint": "#c6c6c6",
        "hollow": "#ffaf5f",
        **_series("#5fd7ff", "#ffaf00", "#5fffaf", "#ffff5f", "#ff87d7", "#ffffff"),
    },
)
PAPER = Theme(
    name="cqtui-paper",
    primary="#00505c",
    secondary="#1f3f66",
    accent="#7a3d00",
    warning="#6b4400",
    error="#8a1410",
    success="#1f5410",
    foreground="#000000",
    background="#ffffff",
    surface="#ffffff",
    panel="#f0f0f0",
    dark=False,
    variables={
        "line": "#6e6e6e",
        "faint": "#454545",
        "hollow": "#6b4400",
        **_series("#004c80", "#7a3600", "#00523a", "#5c4a00", "#78204f", "#000000"),
    },
)
"""Black on white, for a projector in a bright room."""
TERMINAL = Theme(
    name="cqtui-terminal",
    primary="ansi_cyan",
    secondary="ansi_blue",
    accent="ansi_yellow",
    warning="ansi_yellow",
    error="ansi_red",
    success="ansi_green",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",  # Black would hide text on a light terminal.
    dark=True,
    ansi=True,
    variables={
        **BUILTIN_THEMES["ansi-dark"].variables,  # Textual's widgets need some of them.
        "line": "ansi_bright_black",
        "faint": "ansi_bright_black",
        "hollow": "ansi_yellow",
        **_series("ansi_cyan", "ansi_yellow", "ansi_green", "ansi_blue", "ansi_magenta", "ansi_default"),
    },
)
OWN = (DARK, LIGHT, CONTRAST, PAPER, TERMINAL)
FALLBACKS = {"line": "#555555", "faint": "#888888", "hollow": "#bb8844", **_series(*_OKABE_ITO)}
"""Values of our variables under themes that do not define them."""
