"""Tables set in text: rows of cells under a header line that gives periods, measures, the unit and the scale."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from cqtui.ingest import spaced
from cqtui.ingest.cues import slug
from cqtui.ingest.document import Block, Candidate, Document
from cqtui.ingest.lexicon import Hit, tokens
from cqtui.ingest.linking import Linker
from cqtui.ingest.measures import FLOWS_OF_GOODS
from cqtui.ingest.memory import city_of
from cqtui.ingest.numerals import grouped
from cqtui.ingest.periods import Time, times
from cqtui.ingest.subjects import WORLDWIDE
from cqtui.ingest.timewords import Anchor, shifted
from cqtui.model import Change, Entity, EntityKind, Evidence, Fact, Period, canonical

_GAP = re.compile(r"\t+|[ \u00a0]{2,}|[ \u00a0]*\|[ \u00a0]*")
_NUMBER = re.compile(
    r"(?P<sign>[-−–+(])?(?P<money>US\$|NT\$|\$|¥|€|RMB ?)?(?P<digits>\d[\d,]*(?:\.\d+)?)[ ]?(?P<percent>%)?\)?"
    r"(?:\*|†|[ ]?\([a-z]\)|[ ]?[pr]|[ ]?[pr]\))?$"
)
_CHANGE = re.compile(
    r"(?:y[/-]?o?[/-]?y|yoy|m[/-]?o?[/-]?m\b|q[/-]?o?[/-]?q\b|change|growth|increase|rise|±|\+/-|chg|"
    r"year[- ]on[- ]year|vs\.?)",
    re.IGNORECASE,
)
_SCALE = re.compile(
    r"(?P<number>10[, ]?000|100[, ]?000|1[, ]?000|100 million|ten thousand|hundred million|thousands?|millions?|mn|"
    r"mln|billions?|bn|trillions?|'000|000s|"
    r"(?:(?<=[$€¥B])|(?<=[$€¥B] )|(?<=UAN )|(?<=uan ))[mMkK]|100m|"
    r"[kK](?= ?(?:units|sets|pcs)))\b[ ]?(?:of )?(?P<unit>(?!and|of)[A-Za-z$]+(?: dollars)?)?",
    re.IGNORECASE,
)
_SCALES = {
    "10000": 10**4,
    "100000": 10**5,
    "1000": 10**3,
    "100million": 10**8,
    "tenthousand": 10**4,
    "hundredmillion": 10**8,
    "thousand": 10**3,
    "million": 10**6,
    "mn": 10**6,
    "mln": 10**6,
    "billion": 10**9,
    "bn": 10**9,
    "trillion": 10**12,
    "m": 10**6,
    "100m": 10**8,
    "k": 10**3,
    "'000": 10**3,
    "000": 10**3,
}
_MONEY = {
    "yuan": "CNY",
    "rmb": "CNY",
    "cny": "CNY",
    "renminbi": "CNY",
    "us$": "USD",
    "usd": "USD",
    "$": "USD",
    "dollars": "USD",
    "us dollars": "USD",
    "nt$": "TWD",
    "eur": "EUR",
    "euros": "EUR",
    "¥": "CNY",
    "€": "EUR",
    "yen": "JPY",
    "won": "KRW",
}
_CURRENCY = re.compile(r"US\$|NT\$|\b(?:yuan|RMB|CNY|USD|US dollars|dollars|EUR|euros|yen|won)\b|[¥€]", re.IGNORECASE)


_REST = re.compile(r"(?:all )?(?:others?|the rest|rest|remainder|rest of\b.*|other \w+)\W*$", re.IGNORECASE)
_MAKERS = ("company", "manufacturer", "maker", "supplier", "brand", "vendor")
_PERCENT = re.compile(r"%|\bper ?cent\b|\bpct\b")
_ALL_PERCENT = re.compile(r"\((?:in )?(?:%|per ?cent|pct)\)|, in (?:%|per ?cent|pct)\b", re.IGNORECASE)
"""What a caption says that gives every figure of its table in percent."""
_SHORT_MONTH = re.compile(r"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*[-’'. ]+(\d\d)\b(?!\d|,)")
_PART_ROW = re.compile(r"\W*(?:of which|o/w|including|incl\.|thereof|among them|of these)\b", re.IGNORECASE)
_MINUS = ("-", "−", "–", "(")
_UNIT_CELL = re.compile(
    r"(?!\d[\d,.]*$)[^\d%]{0,12}(?:1?0[, ]?000|100 million|%|units?|sets?|pieces?|people|persons?|yuan|RMB|US\$)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d|['’]\d\d\b|\d\d?Q\d\d|\bFY ?\d\d")
_SPAN_ENDED = re.compile(r"\b(?:months?|weeks?|quarters?|half|year|period|ended|ending|as (?:at|of))\b", re.IGNORECASE)
_SHARE_HEAD = re.compile(r"(?:market )?share\b|.*\bshare$", re.IGNORECASE)
_UNIT_LINE = re.compile(r"\s*(?:\(\s*)?(?:units?|in|figures in|measured in)\b[^.]{2,40}$", re.IGNORECASE)
_WHOLE = re.compile(r"100(?:\.0+)? ?%")
_ALL = re.compile(
    r"(?:grand |sub-?|world |city |county |district |province |national |country |zone |municipal )?(?:total|"
    r"sum|all|overall|together|average)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    start: int
    end: int
    column: int
    """Where in its line it ends: columns of figures are set flush right."""


@dataclass(frozen=True, slots=True)
class _Heads:
    """What a header, a caption or a row's label says of the figures under it."""

    period: Period | None = None
    metric: str | None = None
    item: str | None = None
    entity: str | None = None
    scale: int = 1
    unit: str | None = None
    percent: bool = False
    change: bool = False
    against: str = "previous year"
    cue: str | None = None
    """The family or metric that its words name, to be read anew for the dimension of the figures under it."""
    site: str | None = None
    """The place of a row that is one of a company's sites."""
    per: str | None = None
    """For what a rate holds: "Monthly capacity"."""
    worldwide: bool = False
    """Whether it says that the figures are of the whole world."""


def table_candidates(document: Document, block: Block, linker: Linker) -> list[Candidate]:
    """The figures of a table, row by row."""
    text = document.text
    lines = _lines(text, block)
    rows = _without_places(_rows(text, lines))
    named = _named_kind(rows)
    sites_of = linker.discourse.memory.topic_company if _lists_sites(rows) else None
    told_above = _caption(document, block)
    caption = _read_over_all(linker, told_above)
    columns = _scales_by_column(told_above)
    of_rows = _scales_by_row(told_above)
    if rows and len(rows[0]) == 1 and _is_told_before(document, block):
        caption = replace(caption, entity=None, item=None)  # it has a caption of its own
    title = _read(linker, document.source.title or "")
    caption = replace(
        caption,
        metric=caption.metric or title.metric,
        period=caption.period or (title.period if linker.discourse.period is None else None),
    )
    caption = _merged(caption, _below(linker, rows))
    header: list[tuple[_Cell, _Heads]] = []
    above = ""
    in_percent = _PERCENT.search(text, max(0, block.start - 240), block.end) is not None
    parent = _Heads()
    found: list[Candidate] = []
    for (start, end), cells in zip(lines, rows, strict=True):
        if not cells or set(text[start:end]) <= set("-=+| :\t"):
            continue
        figures = [cell for cell in cells[1:] if _figure(cell.text)]
        if not figures or all(re.fullmatch(r"(?:19|20)\d\d", cell.text) for cell in figures):
            if len(cells) == 1:
                above = cells[0].text
                caption = _merged(_read_over_all(linker, above), caption)
                continue
            if header and not found:  # a header of two lines: what stands over a cell belongs to it
                cells = [
                    replace(
                        cell,
                        text=f"{min(header, key=lambda one: abs(one[0].column - cell.column))[0].text} {cell.text}",
                    )
                    for cell in cells
                ]
            elif _SPAN_ENDED.search(above) and not _YEAR.search(above):  # "Three months ended" over days
                cells = [replace(cell, text=f"{above} {cell.text}") for cell in cells]
            header = [(cell, _within(_read(linker, cell.text, caption.period), caption.period)) for cell in cells]
            header = [(cell, _in_its_scale(linker, head, cell.text, columns, caption)) for cell, head in header]
            continue
        label = _labelled(linker, cells[0].text, rows, caption, named)
        if label is None:
            continue
        if sites_of is not None and _is_place(linker, label.entity):
            label = replace(label, entity=sites_of, site=label.entity)
        own_scale = next((scale for word, scale in of_rows.items() if word in cells[0].text.lower()), 1)
        if own_scale != 1:
            label = replace(label, scale=own_scale)
        if label.metric is None and _PART_ROW.match(cells[0].text):
            label = _merged(label, parent)
        elif label.metric is not None:
            parent = replace(label, item=None)
        for cell in cells[1:]:
            if _UNIT_CELL.match(cell.text):  # a column of units
                label = _merged(label, _read(linker, cell.text))
        last: int | None = None
        opened = len(found)
        for cell in cells[1:]:
            number = _figure(cell.text)
            if number is None or (_ALL.match(cells[0].text) and _WHOLE.fullmatch(cell.text)):
                continue
            head = _over(header, cell, cells)
            over = header[cells.index(cell)][0].text if len(header) == len(cells) else ""
            if _BEGAN.fullmatch(over) and _A_YEAR.fullmatch(cell.text):
                continue
            told = label.metric or (caption.metric if head.metric is None else None)
            rate = told is not None and linker.measures.dimension.get(told) == "ratio"
            part = head.metric is not None and linker.measures.dimension.get(head.metric) == "ratio"
            if (head.change or (number["percent"] and not rate and not part)) and last is not None:
                value = grouped(number["digits"])
                if opened == len(found):
                    continue  # a second change of the same figure
                last = _newest(found, opened)
                opened = len(found) if found[last].fact.change is None else opened
                if value is not None and in_percent and found[last].fact.change is None:
                    change = Change(
                        kind="percent",
                        value=Decimal(canonical(value)),
                        direction="down" if number["sign"] in _MINUS else "up",
                        against=head.against,
                    )
                    found[last] = replace(found[last], fact=replace(found[last].fact, change=change))
                continue
            made = _candidate(
                document, block, linker, (start, end), cell, number, _merged(head, _merged(label, caption)), label
            )
            if made is not None:
                found.append(made)
                last = len(found) - 1
    return found


_OF_A_ROW = re.compile(r"[;,(]\s*(?P<row>[a-z][a-z -]{2,30}?)(?: in|:)\s*(?P<rest>[^;:)]+)", re.IGNORECASE)


def _scales_by_row(text: str) -> dict[str, int]:
    """The scales that a caption gives to rows of their own: "(10,000 units; chips: 100 million pieces)"."""
    found: dict[str, int] = {}
    for match in _OF_A_ROW.finditer(text):
        scale = _SCALE.match(match["rest"])
        word = match["row"].strip().lower()
        if scale is not None and word not in ("unit", "units", "value", "quantity"):
            found[word] = _factor(scale)
    return found


def _factor(scale: re.Match[str]) -> int:
    """What a match of `_SCALE` multiplies by, or 1."""
    return _SCALES.get(re.sub(r"[, ]", "", scale["number"].lower()).rstrip("s") or "000", 1)


def _within(head: _Heads, whole: Period | None) -> _Heads:
    """A head that only names a year, in a table of first quarters: that year's first quarter."""
    own = head.period
    parts = ("quarter", "half", "month", "year-to-date")
    if own is None or own.basis != "year" or own.end is None or whole is None or whole.end is None:
        return head
    return replace(head, period=shifted(whole, own.end.year - whole.end.year)) if whole.basis in parts else head


def _below(linker: Linker, rows: list[list[_Cell]]) -> _Heads:
    """What the lines under a table say: "(in USD million)"."""
    last = max((at for at, cells in enumerate(rows) if len(cells) > 1), default=0)
    read = [_read(linker, cells[0].text) for cells in rows[last + 1 :] if cells]
    return next((replace(one, entity=None, percent=False) for one in read if one.scale != 1), _Heads())


_PLACE_HEAD = re.compile(r"(?:rank(?:ing)?|no\.?|#|pos\.?|position|place|s/?n)", re.IGNORECASE)
_PLACE_CELL = re.compile(r"(?:no\. ?|#)?\d{1,3}(?:\.|st|nd|rd|th)?", re.IGNORECASE)
_NAMING = {
    "company": re.compile(
        r"(?:\w+ )?(?:compan(?:y|ies)|brands?|vendors?|makers?|manufacturers?|suppliers?|firms?|foundr(?:y|"
        r"ies)|producers?|"
        r"\w*makers?|groups?|enterprises?|OEMs?|ODMs?|players?)(?: name)?",
        re.IGNORECASE,
    ),
    "place": re.compile(
        r"(?:\w+ )?(?:cit(?:y|ies)|provinces?|districts?|count(?:y|ies)|countr(?:y|ies)|regions?|places?|zones?|"
        r"municipalit(?:y|ies)|areas?|markets?|destinations?)(?: name)?",
        re.IGNORECASE,
    ),
}
"""What stands over a column of names, by the kind of what they name."""


def _without_places(rows: list[list[_Cell]]) -> list[list[_Cell]]:
    """The rows without a first column that only numbers them: "1 | Lenovo | 62.3" under "Rank | Vendor | Shipments"."""
    full = [cells for cells in rows if len(cells) > 2]
    numbered = [cells for cells in full if _PLACE_CELL.fullmatch(cells[0].text) and not _figure(cells[1].text)]
    headed = any(_PLACE_HEAD.fullmatch(cells[0].text) for cells in full)
    if len(numbered) < 2 or len(numbered) + 1 + headed < len(full):
        return rows
    return [
        cells[1:] if cells in numbered or (cells and _PLACE_HEAD.fullmatch(cells[0].text)) else cells for cells in rows
    ]


def _named_kind(rows: list[list[_Cell]]) -> EntityKind | None:
    """What the rows' labels name, by what stands over them."""
    heads = [cells[0].text for cells in rows if len(cells) > 1]
    kinds: tuple[EntityKind, ...] = ("company", "place")
    return next((kind for kind in kinds for head in heads[:2] if _NAMING[kind].fullmatch(head)), None)


_A_YEAR = re.compile(r"(?:19|20)\d\d")
_COLUMN_IN = re.compile(
    r"\b(?P<kind>quantit(?:y|ies)|volumes?|numbers?|values?|amounts?)(?: is| are)? in (?P<scale>[^;()]{3,40})",
    re.IGNORECASE,
)
_KINDS = {"q": "count", "v": "money", "n": "count", "a": "money"}
"""What a column holds by the first letter of what stands over it, but for "volume"."""


def _scales_by_column(text: str) -> dict[str, tuple[int, str | None]]:
    """Scale and unit of a table's columns of counts and of money, where its caption gives each its own."""
    found: dict[str, tuple[int, str | None]] = {}
    for match in _COLUMN_IN.finditer(text):
        scale, money = _SCALE.search(match["scale"]), _CURRENCY.search(match["scale"])
        factor = _factor(scale) if scale else 1
        found[_kind_of_column(match["kind"])] = (factor, _MONEY.get(money.group().lower()) if money else "unit")
    return found


def _kind_of_column(text: str) -> str:
    word = text.strip().lower()
    return "count" if word.startswith("vol") else _KINDS.get(word[:1], "")


def _in_its_scale(
    linker: Linker, head: _Heads, text: str, columns: dict[str, tuple[int, str | None]], caption: _Heads
) -> _Heads:
    """A head that only says "Quantity" or "Value", with the scale the caption gives it and the caption's metric."""
    kind = _kind_of_column(text) if _COLUMN_HEAD.fullmatch(text.strip()) else ""
    if kind not in columns:
        return head
    scale, unit = columns[kind]
    cue = caption.cue
    metric = linker.measures.families.metric(cue, kind, linker.measures.dimension) if cue else None
    return replace(head, scale=scale, unit=unit, metric=metric, cue=None)


_COLUMN_HEAD = re.compile(r"(?:quantit(?:y|ies)|volumes?|numbers?|values?|amounts?)(?: \([^)]*\))?", re.IGNORECASE)
_SITES = re.compile(
    r"(?:production |manufacturing |main |our )*(?:sites?|plants?|locations?|factor(?:y|ies)|fabs?|bases?|"
    r"campus(?:es)?|facilit(?:y|ies))",
    re.IGNORECASE,
)


def _lists_sites(rows: list[list[_Cell]]) -> bool:
    """Whether the rows are the sites of one company."""
    return any(_SITES.fullmatch(cells[0].text) for cells in rows[:2] if len(cells) > 1)


def _labelled(
    linker: Linker, text: str, rows: list[list[_Cell]], caption: _Heads, named: EntityKind | None
) -> _Heads | None:
    """What a row's label says; a name that no list knows, among known ones or under "Company", is one of their sort."""
    label = _read(linker, text)
    if named == "company" and label.entity is None and text[:1].isupper():
        label = replace(label, item=None, metric=None, cue=None)  # "Tower", "Apple": no goods
    if label != _Heads() or not text[:1].isalpha() or (named is None and not text[:1].isupper()):
        return label
    others = [_read(linker, cells[0].text).entity for cells in rows if cells]
    known = [entity for entity in others if entity]
    if named is None and any(
        hit.term.sort in ("item", "metric", "counted") for hit in linker.lexicon.find(tokens(text))
    ):
        return label  # goods, not who has them: "Cameras and components"
    if not (known or named) or caption.metric is None:
        return label
    if _REST.match(text):
        return None
    if _ALL.match(text):
        whose = caption.entity or linker.discourse.memory.topic
        return label if _is_place(linker, whose) else replace(label, entity="world")
    bare = re.sub(r"[*†‡\d()]+$", "", text).strip()
    id = slug(bare)
    kinds: list[EntityKind] = [linker.discourse.memory.kind(one, linker.gazetteer) for one in known]
    kind = named or Counter(kinds).most_common(1)[0][0]
    if id and id not in linker.gazetteer.entities:
        linker.proposed.setdefault(id, Entity(id=id, name=bare, kind=kind))
        linker.discourse.memory.kinds.setdefault(id, kind)
    return replace(label, entity=id or None)


def _is_place(linker: Linker, entity: str | None) -> bool:
    return entity is not None and linker.discourse.memory.kind(entity, linker.gazetteer) == "place"


def _newest(found: list[Candidate], opened: int) -> int:
    """Which of a row's figures since the last change is of the latest period; the last where they are alike."""
    levels = [(at, one.fact) for at, one in enumerate(found[opened:], opened) if one.fact.unit != "percent"]
    days = [(fact.period.end or date.min, at) for at, fact in levels]
    return max(days, default=(date.min, len(found) - 1))[1]


def _lines(text: str, block: Block) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    at = block.start
    for line in text[block.start : block.end].split("\n"):
        stripped = line.strip()
        if stripped:
            start = at + line.index(stripped[0])
            spans.append((start, start + len(stripped)))
        at += len(line) + 1
    return spans


def _cells(text: str, start: int, end: int) -> list[_Cell]:
    line_start = text.rfind("\n", 0, start) + 1
    cells: list[_Cell] = []
    at = start
    for gap in [*_GAP.finditer(text, start, end), None]:
        stop = gap.start() if gap else end
        own = text[at:stop].strip()
        if own:
            begin = at + text[at:stop].index(own[0])
            cells.append(_Cell(own, begin, begin + len(own), begin + len(own) - line_start))
        at = gap.end() if gap else end
    return cells


def _rows(text: str, lines: list[tuple[int, int]]) -> list[list[_Cell]]:
    """The cells of each line; where blanks part them, a label's figures, and over these as many heads."""
    rows = [_cells(text, start, end) for start, end in lines]
    width = 0
    for place in range(len(lines) - 1, -1, -1):
        if len(rows[place]) != 1:
            continue
        start, end = lines[place]
        line_start = text.rfind("\n", 0, start) + 1
        told = spaced.row(text[start:end])
        if told is not None:
            width, spans = len(told.figures), [told.label, *told.figures]
        else:
            spans = spaced.heads(text[start:end], width) or [] if width else []
        if spans:
            rows[place] = [
                _Cell(text[start + low : start + high], start + low, start + high, start + high - line_start)
                for low, high in spans
            ]
    return rows


def _figure(text: str) -> re.Match[str] | None:
    return _NUMBER.fullmatch(text.strip())


def _caption(document: Document, block: Block) -> str:
    """The line above a table, and its heading."""
    before = _block_before(document, block)
    labelled = (
        before is not None and before.kind == "bullet" and not document.text[before.end : block.start].strip("\r\n ")
    )
    fits = before is not None and (labelled or before.kind in ("heading", "paragraph", "title"))
    own = document.text[before.start : before.end] if before and fits else ""
    if len(own) > 260:
        own = own[-200:]
    lines = document.text[max(0, block.start - 240) : block.start].strip().split("\n")
    own += "".join(f" {line}" for line in lines[-2:] if _UNIT_LINE.match(line) and line.strip() not in own)
    return f"{own} {block.heading or ''}" if block.heading != own else own


def _block_before(document: Document, block: Block) -> Block | None:
    return next((one for one in reversed(document.blocks) if one.end <= block.start), None)


def _is_told_before(document: Document, block: Block) -> bool:
    """Whether a paragraph of the text, not a line that leads up to it, stands before a table."""
    before = _block_before(document, block)
    if before is None or before.kind not in ("paragraph", "bullet"):
        return False
    return not document.text[before.start : before.end].rstrip().endswith(":")


def _read_over_all(linker: Linker, text: str) -> _Heads:
    """What the words over a whole table say; they may speak of percent that only some of its figures are in."""
    return replace(_read(linker, text), percent=_ALL_PERCENT.search(text) is not None)


def _read(linker: Linker, text: str, within: Period | None = None) -> _Heads:
    """What the words of a header say. `within` is the time of the whole table, whose year a "Q1" is of."""
    text = _MONTH_ALONE.sub(lambda short: _MONTHS[short[1][:3]], text)
    text = _FORECAST.sub(r"\1", _SHORT_MONTH.sub(r"\1 20\2", text))
    words = tokens(text)
    hits: list[Hit] = [*linker.lexicon.find(words), *linker.found_names.find(words)]
    told = linker.discourse
    anchor = Anchor(linker.document.published, told.now, told.period, financial=told.financial)
    if within is not None and within.end is not None and not _YEAR.search(text):
        anchor = Anchor(date(within.end.year, 12, 31), financial=told.financial)
    when: list[Time] = [time for time in times(text, anchor) if time.role == "at" and time.period.end is not None]
    entity = next(
        (hit.term.id for hit in hits if hit.term.sort == "entity" and hit.term.id not in linker.gazetteer.agencies),
        None,
    )
    items = [
        hit.term.id
        for hit in hits
        if hit.term.sort == "item" and hit.term.id not in ("industry", "goods") and not hit.term.id.endswith(_MAKERS)
    ]
    scale, unit = 1, None
    match = _SCALE.search(text)
    if match:
        scale = _factor(match)
        unit = "unit" if (match["unit"] or "").lower().startswith(("unit", "set", "piece")) else None
    money = _CURRENCY.search(text)
    if money:
        unit = _MONEY.get(money.group().lower())
    dimension = "money" if money else "count"
    metric = cue = None
    for hit in sorted(hits, key=lambda one: -(one.end - one.start)):
        if hit.term.sort in ("metric", "verb"):
            if hit.term.id == "~growth":
                continue
            metric = (
                linker.measures.families.metric(hit.term.id, dimension, linker.measures.dimension)
                or linker.measures.families.metric(hit.term.id, "money", linker.measures.dimension)
                or linker.measures.families.metric(hit.term.id, "count", linker.measures.dimension)
                or linker.measures.families.metric(hit.term.id, "ratio", linker.measures.dimension)
            )
            if metric:
                cue = hit.term.id
                break
    if metric is None and _SHARE_HEAD.match(text):
        metric = "market share"
    area = _AREA.search(text)
    if area:
        unit = _AREAS[area[1].lower().rstrip("s").replace("meter", "metre")[:4]]
        metric, cue = (metric, cue) if metric in FLOWS_OF_GOODS else ("area", None)
    often = _OFTEN.search(text) if metric == "capacity" else None
    counted = next(
        (hit.term.id for hit in hits if hit.term.sort == "counted" and hit.term.id in ("person", "company")), None
    )
    if metric is None and counted and len(words) <= 4:
        metric = linker.measures.metric_of_unit[counted]
    return _Heads(
        when[-1].period if when else None,
        metric,
        items[-1] if items else None,
        entity,
        scale,
        unit,
        _PERCENT.search(text) is not None,
        bool(_CHANGE.search(text)) and "exchange" not in text.lower(),
        _against(text),
        cue,
        per=_PERS[often[0].lower()] if often else None,
        worldwide=WORLDWIDE.search(text.lower()) is not None,
    )


_MONTH_ALONE = re.compile(r"^\s*(Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?(?=\s*(?:only|alone)?\s*$)")
"""A header that is a month in short: "Sept. only"."""
_MONTHS = {
    month[:3]: month
    for month in (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    )
}  # fmt: skip
_FORECAST = re.compile(r"\b((?:[1-4][QH]|FY)?(?:20)?\d\d)[EFA]\b")
"""A time marked as expected, forecast or actual: "3Q15E"."""


def _lies_ahead(period: Period, published: date | None) -> bool:
    return published is not None and period.start is not None and period.end is not None and period.end > published


_AREA = re.compile(
    r"\((?:in )?(?:\d[\d, ]* |[a-z]+ )?(m²|m2|sq\.? ?m|sqm|square met(?:er|re)s?|hectares?|mu)\)", re.IGNORECASE
)
_AREAS = {
    "m²": "square metre", "m2": "square metre", "sq m": "square metre", "sq.m": "square metre", "sq. ": "square metre",
    "sqm": "square metre", "squa": "square metre", "hect": "hectare", "mu": "mu",
}  # fmt: skip
_OFTEN = re.compile(r"\b(?:monthly|daily|weekly|annual|yearly)\b", re.IGNORECASE)
_PERS = {"monthly": "month", "daily": "day", "weekly": "week", "annual": "year", "yearly": "year"}
_BEGAN = re.compile(
    r"(?:in operation )?since|founded|established|opened|launched|start(?:ed)?|year(?: \w+)?|year of .*", re.IGNORECASE
)
"""What stands over years that say when something began."""


def _against(text: str) -> str:
    """What a column of changes is measured from."""
    if re.search(r"\bm[/-]?o?[/-]?m\b|month[- ]on[- ]month", text, re.IGNORECASE):
        return "previous month"
    if re.search(r"\bq[/-]?o?[/-]?q\b|quarter[- ]on[- ]quarter", text, re.IGNORECASE):
        return "previous quarter"
    return "previous year"


def _merged(first: _Heads, second: _Heads) -> _Heads:
    """`first` with what it does not say taken from `second`."""
    return _Heads(
        first.period or second.period,
        first.metric or second.metric,
        first.item or second.item,
        first.entity or second.entity,
        first.scale if first.scale != 1 else second.scale,
        first.unit or second.unit,
        first.percent or (second.percent and first.unit is None and first.scale == 1 and not first.change),
        first.change,
        first.against,
        first.cue if first.metric else second.cue,
        per=first.per if first.metric else second.per,
        worldwide=first.worldwide or second.worldwide,
    )


def _over(header: list[tuple[_Cell, _Heads]], cell: _Cell, row: list[_Cell]) -> _Heads:
    """The header over a cell: in the same place of its line, or nearest to it."""
    if not header:
        return _Heads()
    place = row.index(cell)
    if len(header) == len(row):
        return header[place][1]
    if len(header) == len(row) - 1:
        return header[place - 1][1]
    return min(header, key=lambda one: abs(one[0].column - cell.column))[1]


def _candidate(
    document: Document,
    block: Block,
    linker: Linker,
    line: tuple[int, int],
    cell: _Cell,
    number: re.Match[str],
    heads: _Heads,
    label: _Heads,
) -> Candidate | None:
    value = grouped(number["digits"])
    memory = linker.discourse.memory
    entity = heads.entity or memory.heading or memory.topic or memory.subject
    if value is None or entity is None:
        return None
    if number["sign"] in _MINUS:
        value = -value
    unit = heads.unit
    if number["money"]:
        unit = _MONEY.get(number["money"].strip().lower(), "USD")
    metric = heads.metric
    percent = bool(number["percent"]) or (heads.percent and heads.scale == 1)
    if percent or (unit in (None, "unit") and linker.measures.dimension.get(metric or "") == "ratio"):
        unit = "percent"
    if heads.cue:
        kind = "ratio" if percent else linker.measures.unit_dimension.get(unit or "", "")
        metric = linker.measures.families.metric(heads.cue, kind, linker.measures.dimension) or metric
    if metric is None and unit in ("unit", None) and heads.item and not percent:
        metric = "output volume"
    if metric is None:
        return None
    if linker.measures.dimension.get(metric) == "count" and linker.measures.unit_dimension.get(unit or "") == "money":
        unit, heads = None, replace(heads, scale=label.scale)
    scale = 1 if percent else heads.scale
    dimension = linker.measures.dimension.get(metric)
    if unit is None and dimension == "count":
        named = {one: other for other, one in linker.measures.metric_of_unit.items()}.get(metric)
        unit = linker.measures.unit_of_counted.get(named, named) if named else "unit"
    if metric in ("employees", "companies") and unit == "unit":
        unit = "person" if metric == "employees" else "company"
    of_place = memory.kind(entity, linker.gazetteer) == "place"
    held = label.site or (entity if of_place else None)
    talked_of = "world" if heads.worldwide else memory.topic_place
    place = linker.standing_place(city_of(held, linker.gazetteer) if held else talked_of, entity)
    period = heads.period or linker.discourse.period or Period()
    if number["sign"] == "(" and dimension == "count":
        return None
    stock = linker.measures.nature.get(metric) == "stock" and dimension == "count"
    if stock and period.start is not None:
        period = replace(period, start=None, basis="as-of")
    fact = Fact(
        entity=entity,
        metric=metric,
        item=heads.item,
        place=place,
        value=Decimal(canonical(value * scale)),
        unit=unit,
        per=heads.per,
        as_written=document.text[cell.start : cell.end],
        period=replace(period, stated=heads.period is not None),
        status="forecast" if _lies_ahead(period, document.published) else "actual",
        evidence=Evidence(
            source=document.source.id,
            paragraph=block.paragraph,
            start=cell.start,
            end=cell.end,
            sentence=document.text[line[0] : line[1]],
        ),
        confidence=0.8,
        extractor="rules",
    )
    why = {
        "metric": "the table's header",
        "period": "the column's header" if heads.period else "carried over",
        "entity": "the row, the header or the topic",
        "item": "the row's label",
        "value": f"times {scale}, from the header" if scale > 1 else "as it stands",
    }
    unknown = [id for id in dict.fromkeys((entity, place)) if id and id not in linker.gazetteer.known]
    known = {**linker.gazetteer.entities, **linker.proposed}
    proposed = tuple(known[id] for id in unknown if id in known)
    return Candidate(fact=fact, why=why, proposed=proposed)
