"""Currencies as press writes them: signs and codes before an amount, words behind it."""

from __future__ import annotations

import re

from cqtui.ingest.guarded import ended

_SIGNS = {
    "us$": "USD",
    "u.s.$": "USD",
    "$": "USD",
    "usd": "USD",
    "us dollars": "USD",
    "hk$": "HKD",
    "hkd": "HKD",
    "nt$": "TWD",
    "t$": "TWD",
    "ntd": "TWD",
    "twd": "TWD",
    "s$": "SGD",
    "a$": "AUD",
    "c$": "CAD",
    "¥": "CNY",
    "￥": "CNY",
    "cn¥": "CNY",
    "rmb": "CNY",
    "cny": "CNY",
    "yuan": "CNY",
    "€": "EUR",
    "eur": "EUR",
    "£": "GBP",
    "gbp": "GBP",
    "jp¥": "JPY",
    "jpy": "JPY",
    "₩": "KRW",
    "krw": "KRW",
    "₹": "INR",
    "inr": "INR",
    "rs.": "INR",
    "rs": "INR",
    "₫": "VND",
    "vnd": "VND",
    "vnđ": "VND",
    "chf": "CHF",
    "rm": "MYR",
    "myr": "MYR",
    "pln": "PLN",
    "thb": "THB",
    "r$": "BRL",
    "rp": "IDR",
    "rub": "RUB",
    "mxn": "MXN",
}


_BEFORE = ended(
    r"(?:" + "|".join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True)) + r")[ \u00a0]?$",
    "|".join(_SIGNS),
)


CODES = ("VND", "TWD", "KRW", "JPY", "INR", "HKD", "SGD", "MYR", "THB", "IDR", "PHP", "CHF", "AUD", "GBP")
"""Codes that stand before an amount, glued to it or not, or behind it."""
CURRENCY_WORDS = {
    "yuan": "CNY",
    "rmb": "CNY",
    "renminbi": "CNY",
    "cny": "CNY",
    "rmb yuan": "CNY",
    "yuan rmb": "CNY",
    "yuan renminbi": "CNY",
    "chinese yuan": "CNY",
    "us dollars": "USD",
    "us dollar": "USD",
    "u.s. dollars": "USD",
    "u.s. dollar": "USD",
    "dollars": "USD",
    "dollar": "USD",
    "usd": "USD",
    "us$": "USD",
    "american dollars": "USD",
    "euros": "EUR",
    "euro": "EUR",
    "eur": "EUR",
    "pounds": "GBP",
    "yen": "JPY",
    "japanese yen": "JPY",
    "won": "KRW",
    "korean won": "KRW",
    "hong kong dollars": "HKD",
    "hk dollars": "HKD",
    "hk$": "HKD",
    "new taiwan dollars": "TWD",
    "nt dollars": "TWD",
    "taiwan dollars": "TWD",
    "singapore dollars": "SGD",
    "rupees": "INR",
    "dong": "VND",
    "swiss francs": "CHF",
    "australian dollars": "AUD",
    "canadian dollars": "CAD",
    "ringgit": "MYR",
    "malaysian ringgit": "MYR",
    "zloty": "PLN",
    "zlotys": "PLN",
    "baht": "THB",
    "thai baht": "THB",
    "rupiah": "IDR",
    "philippine pesos": "PHP",
    "mexican pesos": "MXN",
    "roubles": "RUB",
    "rubles": "RUB",
    "reais": "BRL",
    "turkish lira": "TRY",
    "lira": "TRY",
    "forints": "HUF",
    "forint": "HUF",
    "koruna": "CZK",
    "czech crowns": "CZK",
    "kronor": "SEK",
    "tenge": "KZT",
    "indian rupees": "INR",
    "sterling": "GBP",
    "pounds sterling": "GBP",
    "british pounds": "GBP",
    "vietnamese dong": "VND",
    "south korean won": "KRW",
    "united states dollars": "USD",
    "renminbi yuan": "CNY",
    "ntd": "TWD",
    **{code.lower(): code for code in CODES},
    "rupee": "INR",
    "singaporean dollars": "SGD",
}


AFTER = re.compile(
    r"[ \u00a0-]?(?:(?:worth|of) )?(?P<word>"
    + "|".join(re.escape(word) for word in sorted(CURRENCY_WORDS, key=len, reverse=True))
    + r")(?![\w$])",
    re.IGNORECASE,
)


PARTS_OF_CURRENCY = {
    "us cents": (100, "USD"),
    "cents": (100, "USD"),
    "cent": (100, "USD"),
    "euro cents": (100, "EUR"),
    "hk cents": (100, "HKD"),
    "fen": (100, "CNY"),
    "jiao": (10, "CNY"),
    "pence": (100, "GBP"),
}
"""Coins: how many make one of a currency."""
HUNDREDTHS = re.compile(r"[ \u00a0-]?(?P<word>us cents|euro cents|hk cents|cents|cent|fen|jiao|pence)\b", re.IGNORECASE)


def currency_before(text: str, start: int) -> tuple[str | None, int]:
    """The currency written right before `start`, if any, and where its sign begins."""
    match = _BEFORE.search(text[max(0, start - 13) : start])
    if not match:
        return None, start
    begin = start - len(text[max(0, start - 13) : start]) + match.start()
    word = match.group().strip().lower()
    if begin and text[begin].isalpha() and text[begin - 1].isalpha():
        return None, start
    if word in ("rs", "rm", "rp", "yuan", "us dollars") and not text[begin].isupper() and word != "yuan":
        return None, start
    if word == "yuan" and not re.search(r"(?:^|[\s(])$", text[:begin][-1:] or " "):
        return None, start
    return _SIGNS[word], begin
