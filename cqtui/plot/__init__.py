"""Levels drawn at their times: lanes of braille dots for a terminal, or SVG for a report. Pure.

`lanes` sorts facts onto axes that they can share, `picture` paints them in character cells, `svg` writes
them for a report, `spark` makes a line of a few cells.

**Why no plotting library.** What exists was looked at in November 2026. plotext 6.1 is alive, but ships
half a megabyte with a binary part for one platform, and textual-plotext still asks for plotext below 6.
uniplot and textual-plot are alive and bring numpy, more than all of this program weighs. plotille 6.0
is alive, pure and light, and was the nearest fit. But all of them draw x and y as binary floats and give back
text with colours already in it as escape codes, while here every cell must take a style of the theme,
answer to a cursor, and pass one cleaning. None knows what these plots are about: a period as a stroke,
a bound as an arrow, a target hollow, a rank with 1 at the top, lanes by unit over one axis of time. What is
left of a library then is setting bits of a braille character: `dots`, one small file.
"""
