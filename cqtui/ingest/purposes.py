"""What time and money are for, where the words behind or before them say it: to deliver, to build, at a cost of."""

from __future__ import annotations

import re

from cqtui.ingest.guarded import guarded

_NEEDED_FOR = tuple(
    (re.compile(rf"(?: or (?:less|more))? (?:in order )?(?:to|for|of) (?:\w+ )?(?:{words})\b"), metric)
    for words, metric in (
        ("deliver|fulfil|fulfill|fill|complete an order|clear customs|ship an order", "lead time"),
        ("build(?:ing)?|construct|erect|put up|construction", "construction time"),
        ("change|switch|retool|reset|reconfigure", "changeover time"),
        ("make|assemble|produce|turn out", "cycle time"),
        ("reach|arrive|get to|travel|cross", "transit time"),
        ("inventor(?:y|ies)|stocks?|supply|sales", "inventory"),
    )
)
_BUILT_AT = re.compile(
    r"\b(?:built|building|plants?|factory|projects?|phase|facility|lines?|fabs?|upgrade|expansion|complex|"
    r"construction|centre|"
    r"center|workshop|base|campus|park|warehouse|terminal|it)\b[^.;]{0,70}\b(?:at a (?:total )?cost of|(?:will|would|"
    r"to|has|have|is expected to|which) cost|costing|cost)(?: (?:about|some|nearly|an estimated|a total of|around|a "
    r"further|another|an additional|over|more than))*"
    r"\s*$",
    re.IGNORECASE,
)
FREIGHT = re.compile(r"\b(?:cargo|freight|goods|shipments?|handled|containers?|carried|transported|mail|parcels)\b")
"""Words beside which a weight is one of goods moved."""


_STAKE_BEFORE = re.compile(
    r"\b(?:owns?|owned|owning|bought|buys?|acquired?|acquires|acquiring|sold|selling|stake of|shareholding of|"
    r"interest of|sells?)(?: (?:a|an|about|some|just|only|nearly|over|up to|the|its|another|further|remaining))*\s*$"
)
_STAKE = re.compile(
    r"\s*(?:of (?:the )?(?:venture|shares?|equity|joint|company|firm|stock|group)|stake|shareholding|interest\b)"
)
_OF_A_RIVAL = re.compile(r" of (?:the|its|their|what it) (?:time|cost|price|fare|distance|speed|charge|usual)\b")


def is_no_share(text: str, start: int, end: int) -> bool:
    """Whether a percentage is a holding in a company, or a fraction of what something else takes or costs."""
    if _OF_A_RIVAL.match(text, end):
        return True
    stake = _STAKE.match(text, end)
    return bool(stake and ("stake" in stake.group() or _STAKE_BEFORE.search(text[max(0, start - 50) : start])))


TRANSPORT = re.compile(
    r"\b(?:trains?|rail\w*|ships?|shipping|sea|ocean|river|boats?|barges?|routes?|journeys?|containers?|trucks?|"
    r"lorr\w+|"
    r"freight|cargo|ports?|airport|flights?|by air|by road|trip|voyage|transit|(?:to|from|reach) (?:the )?[A-Z]\w+)\b"
)
"""Words of a journey, beside which "takes 12 days" is a time in transit."""


def needed_for(text: str, end: int) -> str | None:
    """The metric of a duration that ends at `end`, by what the words behind it say is done in that time."""
    return next((metric for pattern, metric in _NEEDED_FOR if pattern.match(text, end)), None)


_RESEARCH = re.compile(r"\b(?:R&D|[Rr]esearch(?: and development)?|RD)\b[^.;]*$")
_OF_INCOME = re.compile(r" of (?:[\w’'-]+ ){0,5}?(?:revenues?|sales|turnover|income|GDP|output)\b")


def is_for_research(text: str, start: int, end: int) -> bool:
    """Whether a percentage says how much of the revenue goes into research."""
    return bool(_OF_INCOME.match(text, end) and _RESEARCH.search(text[max(0, start - 90) : start]))


def is_built_at(before: str) -> bool:
    """Whether the cost that `before` leads up to is that of building something: an investment."""
    return bool(_BUILT_AT.search(before))


_TAKES = re.compile(
    r"\b(?:takes?|took|taking|taken|needs?|needed|needing|requires?|required|lasts?|lasted|spends?|spent|means?|meant|"
    r"wait(?:s|ed|ing)?|"
    r"holds?|held|kept|keep|sat|sits?|within|inside|in|under|is|was|were|are|cut|down|reduced|shortened|fell|dropped|"
    r"shrunk|"
    r"shrank|slashed|trimmed|from|to|instead of|rather than|than|against|after|only|just|of|by|for|compared with|"
    r"versus)"
    r"(?: (?:us|them|him|her|it|me|all of|a|an|about|around|some|only|just|nearly|almost|over|under|more than|"
    r"less than|up to|"
    r"as little as|as long as|no more than|at least|at most|roughly|barely|between|the|another|on average|from|to|in|"
    r"for|fewer than|well|hardly|a mere|a full|currently|now|usually|normally|still)\b)*\s*$"
)
_DONE = tuple(
    (re.compile(rf"\b(?:{words})\b", re.IGNORECASE), metric)
    for words, metric in (
        (
            r"(?:another|new|next|different|other) (?:model|product|type|version)s?|chang(?:e|ing)[ -]?overs?|"
            r"re-?tool\w*|re-?configur\w*|"
            r"switch\w* (?:a |the |over|lines?|from|between|models?)|swap\w*|set[ -]?up (?:a|the|of)|prepar\w+ (?:a|"
            r"the) line|die change|"
            r"re-?set\w*",
            "changeover time",
        ),
        (r"inventor(?:y|ies)|stocks? of|in stock|warehoused?|parts sat|on the shelf|shelves|stockpile\w*", "inventory"),
        (
            r"orders?|deliver\w*|customers? wait\w*|out of the gate|clear(?:s|ed|ing|ance)?|customs|paperwork|"
            r"formalit\w+|lead[ -]times?|"
            r"dispatch\w*|door to door|approval|permits?|licen[cs]e\w*|inspection\w*|declar\w+|reply|respon\w+",
            "lead time",
        ),
        (
            r"build(?:ing|s)?|built|[Ww]ork on|construct\w*|erect\w*|ground (?:was|is|to)|broke ground|foundation|"
            r"foundations|"
            r"topped out|complet\w+|"
            r"finished|put up|went up|ramp(?:ed|ing)?[ -]up|(?:from|after) (?:the )?sign\w+|blueprint|green ?field|"
            r"first (?:laptop|"
            r"phone|panel|wafer|watch|unit|product)\w* (?:rolled|came|left)|equipment move-in|came on stream|"
            r"to the first",
            "construction time",
        ),
        (
            r"trains?|rail\w*|ships?|shipping|sea|ocean|river|boats?|barges?|routes?|journeys?|containers?|trucks?|"
            r"lorr\w+|freight|"
            r"cargo|ports?|airport|flights?|by air|by road|trips?|voyages?|transit|on the rails|wagons?|border|"
            r"crossing|sail\w*",
            "transit time",
        ),
        (
            r"assembl\w+|screw\w*|solder\w*|a (?:laptop|phone|notebook|tablet|unit|board|panel|machine|set|car|"
            r"battery|cell)|robots?|"
            r"per (?:unit|piece|laptop)|each (?:unit|laptop|phone|step)|every|beat|step|test\w*|weld\w*|stamp\w*|"
            r"mount\w*",
            "cycle time",
        ),
    )
)


def time_taken(text: str, start: int, end: int) -> str | None:
    """The metric of a duration that something takes, by what the sentence says is done; "" where it does not say.

    None where nothing is said to take it ("a three-year plan").
    """
    before = text[max(0, start - 60) : start]
    if not _TAKES.search(before) or _NO_DURATION.match(text, end):
        return None
    return next((metric for pattern, metric in _DONE if pattern.search(text)), "")


_NO_DURATION = re.compile(
    r"[ -](?:ago|old|earlier|later|before|after\b|plans?|contracts?|shifts?|weeks?|a (?:day|week)|of (?:history|age|"
    r"experience|"
    r"tax|rent)|straight|running|in a row|on end|ahead|from now|warranty|loans?|bonds?|leases?|terms?|tenure|guarantee|"
    r"since|history|experience|strategy|period|programme|program|holiday|break|high|low)"
)


INSTALLED = re.compile(r"\binstall(?:ed|s|ing|ations?)\b", re.IGNORECASE)
"""Words beside which an amount of energy is one of batteries that went into vehicles."""
_SITE_WORTH = re.compile(
    r"\b(?:plant|factory|project|base|fab|facility|park|complex|campus|line|centre|center|workshop)s?\b[^.;,\d]{0,30}"
    r" worth(?: (?:about|some|over|nearly|more than))* $"
)


def is_worth_of_a_site(before: str) -> bool:
    """Whether the money that `before` leads up to is what a plant or project is worth, which is put into it."""
    return bool(_SITE_WORTH.search(before))


_ABLE = re.compile(
    r"\b(?:can|could|able to|capable of|designed to|built to|equipped to|geared to|enough to|tooled to|sized to|"
    r"room to|"
    r"planned to be able to)(?: (?:now|eventually|then|together|also|each|jointly|between them))?\s*$"
)
_ABROAD = guarded(
    r"\b(?:abroad|overseas|foreign (?:markets?|countries|buyers|customers)|for export|out of the country|export "
    r"markets?|international markets?|markets? abroad)\b",
    "abroad|overseas|foreign|for export|out of the country|markets|export market|international market",
)
_BEYOND = re.compile(r"[;.]|, (?:while|but|as|whereas|and|of which)\b")
_SENT = re.compile(
    r"\b(?:left|leave|leaves|leaving|sent|send|sends|sending|shipped|ships?|shipping|sold|sells?|went|goes|go|going|"
    r"dispatched|bound|destined|flowed|flown|delivered|headed|earn(?:s|ed)?|shipments?|sales|deliver(?:y|ies))\b"
)


_PAY = re.compile(
    r"\b(?:earn(?:s|ed)?|paid|pays?|wages?|salar\w+|start(?:s|ed)? (?:on|at)|base pay|takes? home|make|makes|"
    r"gets?|got|pocket\w*|"
    r"recruits?|"
    r"newcomers?)\b"
)


_EARNS = re.compile(
    r"\b(?:I|workers?|recruits?|newcomers?|assemblers?|engineers?|operators|employees|graduates|migrants|"
    r"one) (?:\w+ ){0,4}?(?:would |can |will "
    r"|could |now |still )?(?:make|makes|made|earn|earns|earned|get|gets|got|starts? (?:on|at)|take home|takes home)\b"
)


def is_pay(text: str, monthly: bool) -> bool:
    """Whether money is what somebody earns: by the month, or because a worker gets it."""
    return bool((_PAY if monthly else _EARNS).search(text))


_WORKERS = "newcomers|workers|employees|staff|operators|recruits|hires"
_QUIT = r"quit|quits|leaves?|left|resign(?:s|ed)?|walk(?:s|ed)? out|go"
_LEAVE = re.compile(
    rf" of (?:the |its |their |our |all )?(?:new )?(?:{_WORKERS})"
    rf"(?: who [a-z ]+)? (?:{_QUIT}|went) "
)
_STAFF_THERE = re.compile(rf" of (?:the |its |their |our |his |all )?(?:new )?(?:{_WORKERS})$")
_THEY_LEAVE = re.compile(rf" (?:{_QUIT}) (?:each|every|a|per|in) ")
_STAFF = f"(?:{_WORKERS}|workforce|work force|people)"
_OF_STAFF = re.compile(rf" of (?:the |its |their |our |all )?(?:new |line )?{_STAFF}\b")
_LOSES = re.compile(
    r"\b(?:los(?:es?|t|ing)) (?:about |around |some |up to |more than |nearly )?[\d.]+ ?(?:%|percent|per cent)$"
)
_TURNOVER = guarded(
    rf"\b(?:turnover|attrition) (?:rate )?(?:among|of|in) (?:the |its |their |our )?(?:[\w-]+ "
    rf")?{_STAFF}\b[^.;\d]{{0,40}}[\d.]+ ?(?:%|percent|per cent)$",
    "turnover|attrition",
)


def is_turnover(text: str, end: int) -> bool:
    """Whether a percentage is of the workers who go: "7 percent of newcomers quit in their first month", "turnover
    among operators was 7 percent", "we lose 7 percent of our operators"."""
    return bool(
        _LEAVE.match(text, end)
        or (_STAFF_THERE.search(text, 0, end) and _THEY_LEAVE.match(text, end))
        or (_OF_STAFF.match(text, end) and _LOSES.search(text, 0, end))
        or _TURNOVER.search(text, 0, end)
    )


_MOVED = re.compile(
    r"\b(?:moved|moves|moving|sent|sends|sending|handed over|forwarded|forwards|shifted|shifts)\b[^.;]{0,50}$"
)


def is_moved(before: str) -> bool:
    """Whether the verb that leads up to a count of goods only says that they went somewhere."""
    return bool(_MOVED.search(before))


def is_ability(before: str) -> bool:
    """Whether the verb that `before` leads up to is what can be done, not what was."""
    return bool(_ABLE.search(before))


_CAN = re.compile(
    r"\b(?:can|could|able to|capable of)(?: (?:now|then|eventually|also|each|together))* (?:process|produce|make|"
    r"assemble|turn|"
    r"churn|roll|build|handle|processing|producing|making|assembling|turning|churning)\b[^.;,]{0,44}$|"
    r"\b(?:built|designed|meant|intended|equipped|laid out|tooled|sized)(?: (?:to|so as to) (?:make|process|produce|"
    r"assemble|turn out|handle|build)| for)(?: (?:about|around|up to|some|over|more than))? $"
)
_PLANT_FOR = re.compile(
    r"\b(?:plants?|factory|factories|lines?|fabs?|halls?|base|workshops?) (?:for|of)(?: (?:about|around|up to|"
    r"some|over|more than))? $"
)


def can_do(before: str, *, rate: bool) -> bool:
    """Whether what leads up to a figure says that so much can be made; `rate`: whether it is so much in a time."""
    return bool(_CAN.search(before) or (rate and _PLANT_FOR.search(before)))


_BY_EXPORTING = re.compile(r" (?:from|by|through) (?:the )?export(?:ing|s)?\b(?! to its)")


def is_sent_abroad(text: str, start: int, end: int) -> bool:
    """Whether the goods of the figure from `start` to `end` leave the country: "sent 3 million phones abroad"."""
    if _BY_EXPORTING.match(text, end):
        return True
    before, after = _BEYOND.split(text[max(0, start - 60) : start])[-1], _BEYOND.split(text[end : end + 130])[0]
    near = before + text[start:end] + after
    return bool(_ABROAD.search(near) and _SENT.search(near))
