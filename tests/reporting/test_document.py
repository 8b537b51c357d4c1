"""The JSON document: its published schema, its order, its figures."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import cast

import jsonschema
import pytest

from lexposure.assess.model import Assessment
from lexposure.exposure.model import Exposure
from lexposure.reporting.document import document
from reporting.sample import EXAMPLES, MARKUP, ROOT, assessed, empty, hostile, without_amounts

SCHEMA: dict[str, object] = json.loads((ROOT / "docs" / "assessment.schema.json").read_text(encoding="utf-8"))
FORMATS = jsonschema.FormatChecker()
ORDER = [
    "schema_version",
    "as_of",
    "company",
    "confidentiality",
    "inputs",
    "provenance",
    "findings",
    "exposure",
    "known_outcomes",
    "unknowns",
    "corrective_measures",
    "authorities",
    "assumptions",
    "limits",
]
Sample = Callable[[], tuple[Assessment, Exposure]]


def check(text: str) -> None:
    """Raises where the document does not follow the schema."""
    jsonschema.validate(json.loads(text), SCHEMA, jsonschema.Draft202012Validator, format_checker=FORMATS)


def written(assessment: Assessment, exposure: Exposure) -> str:
    return json.dumps(document(assessment, exposure), ensure_ascii=False, indent=2, allow_nan=False)


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def objects(node: object) -> Iterator[dict[str, object]]:
    """Every object schema in the schema."""
    if isinstance(node, list):
        for part in cast("list[object]", node):
            yield from objects(part)
    elif isinstance(node, dict):
        known = cast("dict[str, object]", node)
        if known.get("type") == "object" and "properties" in known:
            yield known
        for part in known.values():
            yield from objects(part)


def test_the_schema_is_strict() -> None:
    found = list(objects(SCHEMA))
    assert len(found) > 20
    for node in found:
        assert node["additionalProperties"] is False
        assert node["required"] == list(cast("dict[str, object]", node["properties"]))


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_follow_the_schema(name: str) -> None:
    check(written(*assessed(name)))


@pytest.mark.parametrize("sample", [empty, hostile, without_amounts])
def test_odd_assessments_follow_the_schema(sample: Sample) -> None:
    check(written(*sample()))


@pytest.mark.parametrize("name", EXAMPLES)
def test_keys_stand_in_the_published_order(name: str) -> None:
    made = list(document(*assessed(name)))
    assert made[: len(ORDER)] == ORDER
    assert made == SCHEMA["required"]


def test_a_document_with_a_wrong_word_is_refused() -> None:
    data = json.loads(written(*assessed("papeterie-2026")))
    data["findings"][0]["outcome"] = "guilty"
    with pytest.raises(jsonschema.ValidationError, match="guilty"):
        check(json.dumps(data))


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_same_inputs_give_the_same_bytes(name: str) -> None:
    assert written(*assessed(name)) == written(*assessed(name))


def test_amounts_are_rounded_to_cents_and_infinite_ones_are_null() -> None:
    assessment, exposure = assessed("quillmarkt-2026")
    first, other = (one for one in exposure.regimes if one.regime in {"antitrust", "gdpr"})
    regimes = (replace(first, low=1234.5678, high=None, cap=3e6), replace(other, central=0.129, high=2345.6789))
    data = json.loads(written(assessment, replace(exposure, regimes=regimes)))
    made, more = data["exposure"]["regimes"]
    assert made["low"] == 1234.57
    assert made["high"] is None
    assert made["cap"] == 3_000_000
    assert more["central"] == 0.13
    assert more["high"] == 2345.68


def test_amazon_shows_what_the_public_record_allows() -> None:
    data = json.loads(written(*assessed("amazon-2021")))
    by_regime = {regime["regime"]: regime for regime in data["exposure"]["regimes"]}
    assert round(by_regime["gdpr"]["cap"] / 1e9, 1) == 13.5
    assert round(by_regime["antitrust"]["cap"] / 1e9, 1) == 33.8
    assert data["exposure"]["total"]["low"] == 0
    assert data["exposure"]["total"]["established"]["high"] == 0
    fine = next(one for one in data["known_outcomes"] if one["amount"] == 746_000_000)
    assert round(fine["share_of_cap"], 3) == 0.055
    assert any(note["on"] == "2026-03-12" for note in fine["status"])
    assert data["provenance"]["in_hindsight"] is True
    alleged = [one for one in data["findings"] if one["on_facts_alleged"] and "TFEU 102" in one["infringes"]]
    assert alleged
    kept = {finding for one in by_regime["antitrust"]["conducts"] for finding in one["findings"]}
    assert not kept & {one["id"] for one in alleged}


def test_an_answer_not_yet_public_is_named_but_not_told() -> None:
    data = json.loads(written(*assessed("amazon-2021")))
    hidden = [answer for answer in data["answers"] if not answer["used"]]
    assert hidden
    for answer in hidden:
        assert answer["written"] is None
        assert answer["public_since"] > data["as_of"]
        assert not answer["note"]
        assert not answer["source"]


def test_text_stays_what_it_was() -> None:
    data = json.loads(written(*hostile()))
    assert data["company"] == MARKUP
