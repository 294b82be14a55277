"""LangExtract's files, in and out: its extractions become facts only as far as the text bears them out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import twobriefs
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cqtui import store
from cqtui.errors import BadData
from cqtui.ingest import blocks, langextract
from cqtui.ingest.document import Document
from cqtui.ingest.langextract import LangExtract
from cqtui.ingest.pipeline import Result, ingest
from cqtui.model import Change, Entity, Evidence, Fact, Period

Ask = Callable[..., Any]
REPOSITORY = Path(__file__).parent.parent.parent
REAL = REPOSITORY.parent / "shared" / "realdata" / "langextract_infosys.jsonl"
WORDS = twobriefs.words()
TEXT = "In 2019, OPPO shipped 18.9 million phones from Chongqing, up 58%. Its costs fell."


def an_extraction(words: str, kind: str = "figure", **attributes: Any) -> dict[str, Any]:
    start = TEXT.find(words)
    return {
        "extraction_class": kind, "extraction_text": words, "alignment_status": "match_exact",
        "char_interval": {"start_pos": start, "end_pos": start + len(words)}, "attributes": attributes,
    }  # fmt: skip


PHONES = an_extraction("18.9 million phones", metric="shipments", item="phones", entity="OPPO", unit="unit")


def read(*extractions: dict[str, Any], text: str = TEXT) -> Result:
    document = blocks.document(text, id="press", published=date(2020, 5, 22))
    return ingest(document, LangExtract(extractions), WORDS)


def lines(*documents: dict[str, Any]) -> str:
    return "".join(f"{json.dumps(one)}\n" for one in documents)


class TestReading:
    def test_a_figure_with_its_attributes(self) -> None:
        (fact,) = read(PHONES).facts
        assert (fact.entity, fact.metric, fact.item, fact.value) == ("oppo", "shipments", "mobile phone", 18_900_000)
        assert (fact.extractor, fact.evidence.start) == ("langextract", TEXT.index("18.9"))
        assert fact.evidence.sentence == "In 2019, OPPO shipped 18.9 million phones from Chongqing, up 58%."

    def test_names_that_others_give_to_attributes(self) -> None:
        other = an_extraction("18.9 million phones", "financial_metric", metric_type="shipments", company="OPPO")
        assert read(other).facts[0].metric == "shipments"

    def test_who_is_meant_is_the_name_before(self) -> None:
        figure = an_extraction("18.9 million phones", "number", metric="shipments", unit="unit")
        result = read(an_extraction("OPPO", "company"), figure)
        assert result.facts[0].entity == "oppo"
        assert result.candidates[0].why["entity"] == "the name extracted last before it"
        assert not read(figure).facts

    def test_an_interval_that_is_too_short_is_put_right_by_the_words(self) -> None:
        lesser = {**PHONES, "alignment_status": "match_lesser"}
        lesser["char_interval"] = {"start_pos": TEXT.index("18.9"), "end_pos": TEXT.index("18.9") + 4}
        assert read(lesser).facts[0].as_written == "18.9 million phones"
        assert read({**PHONES, "char_interval": None}).facts

    @pytest.mark.parametrize(
        ("changed", "reason"),
        [
            ({"extraction_text": "19 million phones", "char_interval": None}, "evidence"),
            ({"attributes": {**PHONES["attributes"], "value": "64000000"}}, "value"),
            ({"attributes": {**PHONES["attributes"], "unit": "USD"}}, "unit"),
            ({"attributes": {**PHONES["attributes"], "entity": "Zorp"}}, "entity"),
            ({"attributes": {**PHONES["attributes"], "status": "perhaps"}}, "status"),
            ({"attributes": {**PHONES["attributes"], "period_start": "soon"}}, "period"),
            ({"attributes": {**PHONES["attributes"], "period_start": "1999-01-01"}}, "period"),
        ],
    )
    def test_its_word_is_checked(self, changed: dict[str, Any], reason: str) -> None:
        result = read({**PHONES, **changed})
        assert not result.facts
        assert reason in result.set_aside[0].reason

    @hypothesis_settings(deadline=None)
    @given(st.lists(st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
        max_leaves=5,
    ), max_size=3))  # fmt: skip
    def test_no_file_makes_it_raise(self, values: list[Any]) -> None:
        keys = ("extraction_class", "extraction_text", "char_interval", "attributes")
        names = ("metric", "value", "entity", "unit", "period_end")
        garbled = [{**PHONES, key: value} for value in values for key in keys]
        read(*garbled, *({**PHONES, "attributes": dict.fromkeys(names, value)} for value in values))


class TestFiles:
    @pytest.mark.parametrize(
        ("data", "reason"),
        [
            ("{", "not JSON"),
            ("[]", "no text"),
            ('{"text": " "}', "no text"),
            ('{"text": "x", "extractions": 3}', "no list"),
        ],
    )
    def test_what_is_no_document(self, data: str, reason: str) -> None:
        with pytest.raises(BadData, match=reason):
            list(langextract.read(data, "f.jsonl"))

    def test_documents_come_in_order_with_their_ids(self) -> None:
        found = list(langextract.read(lines({"text": "a", "document_id": "x"}, {"text": "b"}), "f"))
        assert [(one.id, one.text) for one in found] == [("x", "a"), ("document-2", "b")]

    def test_by_command(self, ask: Ask, tmp_path: Path) -> None:
        path, target = tmp_path / "out.jsonl", tmp_path / "store.json"
        path.write_text(lines({"text": TEXT, "document_id": "doc 1", "extractions": [PHONES]}), "utf-8")
        code, out, _ = ask("--store", target, "ingest", path, "--extractor", "langextract", "--date", "2020-05-22")
        assert code == 0, out
        contents = store.read(target)
        assert [(fact.value, fact.extractor) for fact in contents.facts] == [(Decimal(18_900_000), "langextract")]
        assert contents.sources[0].id == "doc-1"
        again = ask("--store", target, "ingest", path, "--extractor", "langextract", "--date", "2020-05-22")
        assert "ingested before" in again.out

    def test_a_broken_file_is_bad_data(self, ask: Ask, tmp_path: Path) -> None:
        path = tmp_path / "out.jsonl"
        path.write_text("{nothing\n")
        code, _, err = ask("ingest", path, "--extractor", "langextract", "--dry-run")
        assert code == 65
        assert "out.jsonl:1: is not JSON" in err


FACT = Fact(
    entity="oppo", metric="shipments", item="mobile phone", place="chongqing", value=Decimal("18900000"), unit="unit",
    as_written="18.9 million phones", period=Period(start=date(2019, 1, 1), end=date(2019, 12, 31), basis="year"),
    change=Change(kind="percent", value=Decimal("58.0"), direction="up", against="previous year"),
    evidence=Evidence(
        source="press", paragraph=1, start=22, end=41,
        sentence="In 2019, OPPO shipped 18.9 million phones from Chongqing, up 58%.",
    ),
)  # fmt: skip


class TestWriting:
    def document(self) -> Document:
        return blocks.document(TEXT, id="press", published=date(2020, 5, 22))

    def test_what_is_written_is_what_langextract_writes(self) -> None:
        row = json.loads(langextract.written(self.document(), [FACT]))
        assert row.keys() == {"extractions", "text", "document_id"}
        (one,) = row["extractions"]
        interval = one["char_interval"]
        assert TEXT[interval["start_pos"] : interval["end_pos"]] == one["extraction_text"]
        assert all(isinstance(value, str) for value in one["attributes"].values())

    @pytest.mark.parametrize("changed", [
        {}, {"value": None}, {"place": None, "change": None}, {"bound": "over", "status": "target"},
        {"note": "Doubtful."}, {"period": Period(end=date(2019, 12, 31), basis="as-of")},
    ])  # fmt: skip
    def test_it_comes_back_as_it_went(self, changed: dict[str, Any]) -> None:
        fact = replace(FACT, **changed)
        if fact.value is None:  # the words of a change without a level are those of the change
            fact = replace(fact, as_written="58%", evidence=replace(FACT.evidence, start=61, end=64))
        line = langextract.written(self.document(), [fact])
        (one,) = langextract.read(line, "f")
        result = ingest(self.document(), LangExtract(one.extractions), WORDS)
        assert [aside.reason for aside in result.set_aside] == []
        (back,) = result.facts
        assert replace(back, id="", confidence=1.0, extractor="curated") == fact

    def test_by_command(self, ask: Ask, tmp_path: Path) -> None:
        path = tmp_path / "in.jsonl"
        path.write_text(lines({"text": TEXT, "document_id": "d", "extractions": [PHONES]}), "utf-8")
        words = ("ingest", path, "--extractor", "langextract", "--dry-run", "--date", "2020-05-22")
        out = ask(*words, "--format", "langextract").out
        path.write_text(out, "utf-8")
        assert ask(*words, "--format", "langextract").out == out


@pytest.mark.skipif(not REAL.exists(), reason="the real file is not here")
class TestARealFile:
    def document(self) -> tuple[Document, LangExtract]:
        (one,) = langextract.read(REAL.read_text("utf-8"), REAL.name)
        return blocks.document(one.text, id=one.id, published=date(2024, 7, 25)), LangExtract(one.extractions)

    def test_figures_become_facts_and_nothing_is_dropped_in_silence(self) -> None:
        document, extractor = self.document()
        result = ingest(document, extractor, WORDS)
        said = {fact.as_written: fact for fact in result.facts}
        revenue = said["₹38,500 crore"]
        assert (revenue.value, revenue.unit, revenue.metric) == (Decimal("385000000000"), "INR", "revenue")
        assert result.proposed[0].name == "Infosys Ltd"
        figures = {one.candidate.fact.as_written for one in result.set_aside} | said.keys()
        with_metric = {
            one["extraction_text"]
            for one in json.loads(REAL.read_text("utf-8"))["extractions"]
            if "metric_type" in (one["attributes"] or {})
        }
        assert figures == with_metric
        for fact in result.facts:
            assert document.text[fact.evidence.start : fact.evidence.end] == fact.as_written
            assert fact.as_written in fact.evidence.sentence

    def test_by_command(self, ask: Ask, tmp_path: Path) -> None:
        target = tmp_path / "store.json"
        code, _, err = ask("--store", target, "ingest", REAL, "--extractor", "langextract", "--date", "2024-07-25")
        assert (code, err) == (0, "")
        assert ask("--store", target, "check").code == 0
        entities = {one.id: one for one in store.read(target).entities}
        assert entities["infosys-ltd"] == Entity(id="infosys-ltd", name="Infosys Ltd")
