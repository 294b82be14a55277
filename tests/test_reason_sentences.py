"""Every kind of reason, with the sentences of articles from which it follows.

A sentence is one of the two briefs, or one in the words of such reports, which is read as an article
is and joins the facts of these.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Answer

from cqtui.bearing import knowledge
from cqtui.compare import KINDS, ReasonKind, compare
from cqtui.index.questions import Index
from cqtui.model import Fact
from cqtui.opening import open_index
from cqtui.view import View

STORE = Path(__file__).parent.parent / "store"
JOINT = """
[[entities]]
id = "sichuan-and-chongqing"
name = "Sichuan and Chongqing"
kind = "place"

[[entities]]
id = "chongqing-and-guizhou"
name = "Chongqing and Guizhou"
kind = "place"
"""

PHONES = "18.9 million mobile phones"
CITY_PHONES = "174 million mobile phones"
CITY_LAPTOPS = "64 million laptops"
ASUS_COMPUTERS = "12 million computers"
DISTRICT_LAPTOPS = "4.1433 million laptops"
PORT_TARGET = "20 million laptops"
SHIPPED_IN_2019 = (
    "OPPO's shipments of mobile phones from Chongqing were 18.9 million in 2019, up 21 percent year on year."
)
SHIPPED_IN_2018 = "In 2018, OPPO shipped 15 million mobile phones from Chongqing."
GREW_IN_2020 = "In 2020, OPPO's shipments of mobile phones from Chongqing rose by 20 percent from the previous year."
SHIPPED_IN_2020 = "In 2020, OPPO shipped 44 million mobile phones from Chongqing."
TRADE = "In 2013, the foreign trade of Chongqing was worth 68.7 billion US dollars (425 billion yuan)."
DISTRICT_TRADE = "Liangjiang New Area's foreign trade was worth 26.7 billion US dollars in 2013."
DISTRICT_SHARE = "Liangjiang New Area's share of foreign trade was 60 percent in 2013."

ROWS: dict[ReasonKind, tuple[tuple[str, ...], str]] = {
    "no value": (("430%", CITY_LAPTOPS), "a level against a change"),
    "different measure": ((PHONES, CITY_PHONES), "shipments against output volume"),
    "different item": ((CITY_LAPTOPS, CITY_PHONES), "laptops against mobile phones"),
    "nested item": ((ASUS_COMPUTERS, CITY_LAPTOPS), "computers include laptops"),
    "currency": (("15.2 billion yuan", "50 billion"), "a currency that is not stated"),
    "conversion": (
        (f"{TRADE} | 68.7 billion US dollars", f"{TRADE} | 425 billion yuan"),
        "one amount in two currencies: 6.19 CNY for a USD, near the average of 2014",
    ),
    "different unit": (
        ("In 2019, Chongqing produced 3 GWh of lithium batteries.",
         "In 2019, Chongqing produced 2 million lithium batteries."),
        "gigawatt-hours against units",
    ),
    "basis": (("210 million computers", ASUS_COMPUTERS), "a total to date against a year"),
    "period unstated": (("430%", CITY_LAPTOPS), "a period not stated against 2019"),
    "period open": (("2-3 days", "3-30 minutes"), "before against after, in one sentence"),
    "period length": ((DISTRICT_LAPTOPS, PORT_TARGET), "a half year against a year"),
    "period offset": ((CITY_LAPTOPS, ASUS_COMPUTERS), "2019 against 2018"),
    "nested scope": (
        (PHONES, CITY_PHONES), "a part against the whole: OPPO's, in Chongqing, against the whole of Chongqing"),
    "overlapping scope": (
        ("Sichuan and Chongqing made 80 million laptops in 2019.",
         "Chongqing and Guizhou made 70 million laptops in 2019."),
        "they share a part: Sichuan and Chongqing against Chongqing and Guizhou",
    ),
    "different scope": (
        (PHONES, "three major telecommunications operators"),
        "a company against an industry: OPPO against Telecom operators"),
    "different entity": (
        (PHONES, "ASUS shipped 10 million mobile phones from Chongqing in 2019."), "OPPO against ASUS"),
    "status": ((DISTRICT_LAPTOPS, PORT_TARGET), "an actual against a target"),
    "bound": (
        (CITY_LAPTOPS, "Chongqing made 64.22 million laptops in 2019."), "a value given as “over”"),
    "different change": (
        (PHONES, SHIPPED_IN_2019),
        "the levels agree, the changes do not: ▲ 58 % against ▲ 21 %",
    ),
    "implied base": (
        (PHONES, SHIPPED_IN_2018),
        "the change does not fit: 18,900,000 mobile phones, up 58 %, implies 11,960,000 mobile phones in 2018,"
        " stated is 15,000,000 mobile phones",
    ),
    "chain": (
        (PHONES, GREW_IN_2020, SHIPPED_IN_2020),
        "the chain does not fit: 18,900,000 mobile phones in 2019, up 20 % in 2020, implies 22,700,000 mobile phones,"
        " stated is 44,000,000 mobile phones in 2020, 48 % off; which of these is wrong cannot be told",
    ),
    "derivation": (
        (DISTRICT_TRADE, DISTRICT_SHARE),
        "the share does not fit: USD 26,700,000,000 of USD 68,700,000,000 is 38.9 %, stated is 60 %",
    ),
    "gap": ((CITY_LAPTOPS, "Factories in Chongqing made 60 million laptops in 2019."), "6.2 % apart"),
    "same source": (
        (DISTRICT_TRADE, "Liangjiang New Area's foreign trade was worth 23.1 billion US dollars in 2012."),
        "both from one source: one witness",
    ),
}  # fmt: skip
"""What is quoted, with "|" before the figure where a sentence has two; a figure alone is one of the briefs'."""


@pytest.fixture(scope="module")
def sentences() -> list[str]:
    """The sentences that no brief has."""
    quoted = (one.partition(" | ")[0] for figures, _ in ROWS.values() for one in figures)
    return list(dict.fromkeys(one for one in quoted if one.endswith(".")))


@pytest.fixture
def index(
    tmp_path: Path, two_briefs: Path, sentences: list[str], ask: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch
) -> Index:
    """The facts of the two briefs, and what is read of articles of the sentences."""
    monkeypatch.setenv("CQTUI_CONFIG", str(tmp_path / "config.toml"))
    (tmp_path / "config.toml").write_text("")
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "joint.toml").write_text(JOINT)
    store = tmp_path / "facts.json"
    shutil.copy(two_briefs, store)
    # Two articles, so that what is traded is not taken for what the other counts.
    for number, is_trade in enumerate((True, False)):
        article = tmp_path / f"article-{number}.txt"
        told = [one for one in sentences if ("trade" in one) == is_trade]
        article.write_text("\n\n".join(told), encoding="utf-8")
        assert ask("ingest", article, "--store", store).code == 0
    return open_index(store, cache=tmp_path)


def cited(quoted: str, index: Index) -> Fact:
    """The fact behind a sentence, or behind a figure of the briefs."""
    sentence, _, figure = quoted.partition(" | ")
    briefs = "".join(path.read_text("utf-8") for path in (STORE / "sources").glob("*.txt"))
    if sentence.endswith("."):
        found = [one for one in index.search(View()) if one.evidence.sentence == sentence]
    else:
        found = [one for one in index.search(View()) if one.as_written == sentence and one.evidence.sentence in briefs]
    (fact,) = [one for one in found if not figure or one.as_written == figure]
    return fact


def test_every_kind_of_reason_has_its_sentences() -> None:
    assert set(ROWS) == set(KINDS)


@pytest.mark.parametrize("kind", ROWS)
def test_a_reason_follows_from_sentences(kind: ReasonKind, index: Index) -> None:
    quoted, text = ROWS[kind]
    facts = [cited(one, index) for one in quoted]
    reasons = compare(facts, knowledge(index, facts)).reasons
    assert text in [reason.text for reason in reasons if reason.kind == kind], reasons
