"""The explorer's own colour themes; Textual's others can be picked in the palette."""

from __future__ import annotations

from textual.theme import BUILTIN_THEMES, Theme

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
    variables={"line": "#3c454d", "faint": "#8b949b", "hollow": "#c79a5b"},
)
LIGHT = Theme(
    name="cqtui-light",
    primary="#1f6f7a",
    secondary="#34577f",
    accent="#a85b00",
    warning="#8a5a00",
    error="#a8322a",
    success="#3c6e24",
    foreground="#22262a",
    background="#fbfaf7",
    surface="#fbfaf7",
    panel="#ebe8e0",
    dark=False,
    variables={"line": "#bdb8ab", "faint": "#696660", "hollow": "#8a5a14"},
)
CONTRAST = Theme(
    name="cqtui-contrast",
    primary="#00d7ff",
    secondary="#87d7ff",
    accent="#ffd700",
    warning="#ffaf00",
    error="#ff5f5f",
    success="#5fff5f",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#303030",
    dark=True,
    variables={"line": "#9e9e9e", "faint": "#c6c6c6", "hollow": "#ffaf5f"},
)
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
    },
)
OWN = (DARK, LIGHT, CONTRAST, TERMINAL)
FALLBACKS = {"line": "#555555", "faint": "#888888", "hollow": "#bb8844"}
"""Values of our variables under themes that do not define them."""
