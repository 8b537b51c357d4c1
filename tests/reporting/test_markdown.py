"""The Markdown report: the same content in the same order, and nobody's text is markup in it."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

import pytest

from lexposure.assess.run import assess
from lexposure.exposure.estimate import estimate
from lexposure.profile.reading import read_profile_text
from lexposure.reporting.render import markdown, render
from lexposure.reporting.view import view
from reporting.page import read_page
from reporting.sample import EXAMPLES, assessed, book, empty, hostile, html, without_amounts

OTHERS = {"empty": empty, "hostile": hostile, "without-amounts": without_amounts}
SAMPLES = (*EXAMPLES, *OTHERS)


@cache
def text_of(name: str) -> str:
    return render(view(*(OTHERS[name]() if name in OTHERS else assessed(name))), "md")


@pytest.mark.parametrize("name", SAMPLES)
def test_tables_have_as_many_cells_as_headings(name: str) -> None:
    width = 0
    for line in text_of(name).split("\n"):
        if not line.startswith("|"):
            width = 0
            continue
        cells = len(re.findall(r"(?<!\\)\|", line))
        width = width or cells
        assert cells == width, line


@pytest.mark.parametrize("name", SAMPLES)
def test_headings_are_in_order(name: str) -> None:
    levels = [len(found) for found in re.findall(r"^(#+) ", text_of(name), re.MULTILINE)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("name", SAMPLES)
def test_no_program_words_are_printed(name: str) -> None:
    text = text_of(name)
    assert not re.search(r"\b(None(?! [a-z])|nan|inf|NaN|Infinity|Undefined|Piece)\b", text)
    assert "\n\n\n" not in text
    assert not re.search(r"[ \t]$", text, re.MULTILINE)


@pytest.mark.parametrize("name", EXAMPLES)
def test_sections_are_those_of_the_html_report(name: str) -> None:
    page = read_page(html(name))
    main = next(page.all("main"))
    in_html = [" ".join(element.text().split()) for element in main.all("h2")]
    in_text = re.findall(r"^## (.*)$", text_of(name), re.MULTILINE)
    assert in_text == in_html


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_amount_of_the_board_page_is_there(name: str) -> None:
    page = read_page(html(name))
    board = next(element for element in page.all("section") if element.id == "board")
    for figure in board.all("a"):
        if "figure" in figure.classes:
            assert figure.text() in text_of(name)


def test_user_text_is_shown_as_it_stands() -> None:
    text = text_of("hostile")
    assert "<script" not in text.replace("\\<script", "")
    assert "[link](" not in text.replace("\\[link\\](", "")
    assert not re.search(r"(?<!\\)`code", text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("# not a heading", "\\# not a heading"),
        ("- no list", "\\- no list"),
        ("1. no list", "1\\. no list"),
        ("1.4 million", "1.4 million"),
        ("-5 %", "-5 %"),
        ("a\nb\r\n# c", "a b # c"),
        ("R&D &amp; &#60;", "R&D \\&amp; \\&#60;"),
        ("12\u00a0345", "12\u00a0345"),
    ],
)
def test_escapes(text: str, shown: str) -> None:
    assert markdown(text) == shown


def test_a_maximum_under_national_law_is_said_beside_the_finding() -> None:
    answers = "role: controller, terminal_equipment_access: yes, terminal_access_exempt: no, tags_before_choice: yes"
    profile = f"""format: 1
company: Invented
as_of: 2026-11-23
answers: {{}}
processing_complete: yes
processing:
  - {{id: site, name: Site, answers: {{{answers}}}}}
"""
    assessment = assess(book(), read_profile_text(profile, "profile.yaml", book()), "reference")
    text = render(view(assessment, estimate(assessment)), "md")
    laws = [line for line in text.split("\n") if line.startswith("- Law: ePrivacy 5(3)")]
    assert laws
    assert all("maximum under national law" in line for line in laws)
    row = next(line for line in text.split("\n") if line.startswith("| ePrivacy 5(3) |"))
    assert row.split(" | ")[2] == "under national law"
