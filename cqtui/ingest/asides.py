"""What stands beside the main clause: relative clauses, appositions, participles and brackets between two marks.

"Konka, which owns a plant next to BYD's, made 3 million" is about Konka: what an aside names is no subject outside it.
"""

from __future__ import annotations

import re

_OPENS = (
    r"(?:long|now|then|still|already|today|once) (?:the|an?|one|home)|ranked|second only|"
    r"which|who|whose|whom|where|that is|an?|the|its|his|her|their|once|one of|part of|home to|on the|in the|near|"
    r"next to|close to|north|south|east|west|just|not far|some|about|formerly|previously|also known|known|called|"
    r"according to|said|says|citing|as well as|along with|together with|including|like|such as|unlike|besides|"
    r"despite|after|since|by (?:his|her|its|their|the|one|some|most)|as|in \w+'s words|\w+ing|\w+ed|set up|built|run|"
    r"made"
)
_VERBS = (
    r"(?:also |now |still |already |last year |this year |alone |in turn )*(?:has|have|had|is|are|was|were|will|would|"
    r"can|could|may|should|made|makes?|"
    r"sold|sells?|built|builds?|took|takes?|rose|grew|fell|saw|sees|set|stands?|stood|spent|spends?|won|came|comes?|"
    r"ran|runs?|put|puts|held|holds?|paid|pays?|gave|gives?|sent|sends?|brought|brings|got|gets|kept|keeps|led|leads|"
    r"left|lost|loses|met|began|begins|went|goes|did|does|says?|said|cut|cuts|hit|hits|beat|wants?|plans?|expects?|"
    r"hopes?|aims?|intends?|claims?|needs?|turns?|employs?|ships?|exports?|produces?|processes|owns?|[a-z]{3,}ed|"
    r"moves?|uses?|carries|handles?|serves?|accounts?|contributes?|supplies|generates?|operates?|covers?|works?|"
    r"[a-z]{3,}s (?:about|some|out|up|off|an?|the|nearly|its|over|more|up|\d))\b"
)
_COMMAS = re.compile(rf", (?<=[\w'’”\".)], )(?=(?:{_OPENS})\b)(?:[^.;:()–—]|(?<=[A-Z])\.|\.(?=\d))*?, (?={_VERBS})")
_BRACKETS = re.compile(r"\([^()]*\)|[–—] [^–—]{3,120} [–—]|(?<= )-- [^-]{3,120} --")


_OPENING = re.compile(
    r"(?:In|At|From|Near) (?:the )?[A-Z][^,;:.]{1,40}(?P<aside>, (?:which|where|whose|home to|the|an?) [^.;:]*?, )"
)


def asides(text: str) -> list[tuple[int, int]]:
    """Where each aside of a sentence starts and ends, offsets into `text`."""
    found: list[tuple[int, int]] = []
    if ", " in text:
        found += [(one.start(), one.end()) for one in _COMMAS.finditer(text)]
        opening = _OPENING.match(text)
        if opening:
            found.append(opening.span("aside"))
    if "(" in text or "–" in text or "—" in text or "--" in text:
        found += [(one.start(), one.end()) for one in _BRACKETS.finditer(text)]
    return found
