"""The HTML report: well formed, accessible, self-contained, and every figure traceable to law and answers."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

import pytest

from lexposure.reporting.chains import leaves
from lexposure.reporting.render import render
from lexposure.reporting.view import view
from reporting.page import Element, read_page
from reporting.sample import EXAMPLES, assessed, empty, hostile, html, without_amounts

PAGES = (*EXAMPLES, "empty", "hostile", "without-amounts")
AMOUNT = re.compile(r"EUR[\u00a0 ]\d")
WITHOUT_FIGURES = {"svg", "style", "title", "figcaption", "caption"}
"""Where amounts stand as pictures or headings beside a table that links them."""

SOURCES = ("answers", "law", "decisions")
"""Parts in which an amount is where it comes from: answers, legal texts, decisions."""


@cache
def text_of(name: str) -> str:
    others = {"empty": empty, "hostile": hostile, "without-amounts": without_amounts}
    return html(name) if name in EXAMPLES else render(view(*others[name]()), "html")


@cache
def page_of(name: str) -> Element:
    return read_page(text_of(name))


def ids_of(page: Element) -> dict[str, Element]:
    return {element.id: element for element in page.all() if element.id}


@pytest.mark.parametrize("name", PAGES)
def test_ids_are_unique_and_every_internal_link_has_its_target(name: str) -> None:
    page = page_of(name)
    ids = [element.id for element in page.all() if "id" in element.attributes]
    assert all(ids)
    assert len(ids) == len(set(ids))
    links = [element.attributes["href"] for element in page.all("a")]
    assert links
    broken = {link for link in links if link.startswith("#") and link[1:] not in ids}
    assert not broken


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_loaded_and_no_script_runs(name: str) -> None:
    page = page_of(name)
    assert not list(page.all("script", "iframe", "object", "embed", "link", "base", "form", "img", "audio", "video"))
    for element in page.all():
        assert not any(attribute.startswith("on") for attribute in element.attributes), element
        assert "src" not in element.attributes
        assert "style" not in element.attributes
        href = element.attributes.get("href", "")
        assert not href or href.startswith(("#", "https://", "http://")), href
    style = next(page.all("style")).text()
    assert "@import" not in style
    assert "url(" not in style


@pytest.mark.parametrize("name", PAGES)
def test_headings_are_one_h1_and_then_in_order(name: str) -> None:
    levels = [int(element.tag[1]) for element in page_of(name).all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("name", PAGES)
def test_language_landmarks_and_skip_link(name: str) -> None:
    page = page_of(name)
    assert next(page.all("html")).attributes["lang"] == "en"
    for tag in ("header", "nav", "main", "footer"):
        assert len(list(page.all(tag))) == 1
    first = next(page.all("a"))
    assert first.attributes["href"] == f"#{next(page.all('main')).id}"
    for element in page.all():
        for attribute in ("aria-labelledby", "aria-describedby"):
            for id in element.attributes.get(attribute, "").split():
                assert id in ids_of(page), f"{attribute} names {id}"


@pytest.mark.parametrize("name", PAGES)
def test_tables_have_captions_and_scoped_headings(name: str) -> None:
    for table in page_of(name).all("table"):
        caption = next(table.all("caption"), None)
        assert caption is not None
        assert caption.text().strip()
        headings = list(table.all("th"))
        assert headings
        assert all(heading.attributes.get("scope") in {"col", "row", "colgroup", "rowgroup"} for heading in headings)
        lines = [row for body in table.all("tbody") for row in body.all("tr")]
        rows = [[cell for cell in row.parts if isinstance(cell, Element)] for row in lines]
        assert rows
        assert len({sum(int(cell.attributes.get("colspan", "1")) for cell in row) for row in rows}) == 1
        assert all(any(cell.tag == "th" for cell in row) for row in rows)


@pytest.mark.parametrize("name", PAGES)
def test_charts_have_title_description_and_a_table_twin(name: str) -> None:
    page = page_of(name)
    for chart in page.all("svg"):
        assert chart.attributes["role"] == "img"
        named = [ids_of(page)[id] for id in chart.attributes["aria-labelledby"].split()]
        assert [element.tag for element in named] == ["title", "desc"]
        assert all(element.text().strip() for element in named)
        inside = [element for element in chart.above() if element.tag in {"article", "section"}]
        board = any(element.id == "board" for element in inside)
        twin = ids_of(page)["exposure"] if board else inside[0]
        assert list(twin.all("table"))


@pytest.mark.parametrize("name", PAGES)
def test_no_program_words_are_printed(name: str) -> None:
    page = page_of(name)
    words = next(page.all("body")).text()
    assert not re.search(r"\b(None(?! [a-z])|nan|inf|NaN|Infinity|Undefined)\b", words)
    for sign in ("{{", "{%", "}}", "%}"):
        assert name == "hostile" or sign not in words
    assert not re.search(r"\{\w+\}", words)


def amounts(page: Element) -> list[tuple[str, Element]]:
    """Every text in the page that names an amount of euro, with its element."""
    found: list[tuple[str, Element]] = []
    for element in page.all():
        found += [(part, element) for part in element.parts if isinstance(part, str) and AMOUNT.search(part)]
    return found


def is_exempt(element: Element) -> bool:
    around = [element, *element.above()]
    if any(one.tag in WITHOUT_FIGURES for one in around):
        return True
    return any(one.id in SOURCES or "decision" in one.classes for one in around)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_amount_in_a_sentence_is_a_link(name: str) -> None:
    """An amount that Lexposure computed leads somewhere; those in answers, rules and steps are where they arise."""
    page = page_of(name)
    main = next(element for element in page.all("main"))
    board = ids_of(page)["board"]
    checked = 0
    for text, element in amounts(main):
        if is_exempt(element) or not any(above is board for above in element.above()):
            continue
        checked += 1
        assert element.tag == "a", text
        assert "figure" in element.classes, text
    assert checked


def reaches(page: Element, start: str) -> set[str]:
    """The kinds of parts that links lead to from a part, and from there; a step stands in its conduct."""
    ids = ids_of(page)
    around = [element.id for element in ids[start].above() if element.tag == "article"]
    waiting = [start, *around]
    seen = set(waiting)
    while waiting:
        here = ids[waiting.pop()]
        for link in (here, *here.all("a")):
            target = link.attributes.get("href", "")[1:]
            if target in ids and target not in seen and link.attributes["href"].startswith("#"):
                seen.add(target)
                waiting.append(target)
        for inside in here.all():
            if inside.id and inside.id not in seen:
                seen.add(inside.id)
                waiting.append(inside.id)
    return {id.split(".")[0] for id in seen}


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_figure_leads_to_rule_article_and_answer(name: str) -> None:
    page = page_of(name)
    figures = {element.attributes["href"][1:] for element in page.all("a") if "figure" in element.classes}
    assert figures
    for target in figures:
        if target == "together" or is_about_something(page, target):
            assert {"finding", "law", "answer"} <= reaches(page, target), target


def is_about_something(page: Element, target: str) -> bool:
    """Whether a law's part holds any conduct; one that does not apply has nothing to lead to."""
    part = ids_of(page)[target]
    return part.tag in {"article", "tr"} or bool(list(part.all("article")))


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_step_cites_a_source_in_the_law_list(name: str) -> None:
    page = page_of(name)
    steps = [element for element in page.all("tr") if element.id.startswith("step.")]
    for row in steps:
        links = [link.attributes["href"] for link in row.all("a")]
        assert any(link.startswith("#law.") for link in links), row.text()


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_finding_names_rule_law_and_answers(name: str) -> None:
    page = page_of(name)
    findings = [element for element in page.all("article") if "finding" in element.classes]
    assert findings
    for finding in findings:
        links = [link.attributes["href"] for link in finding.all("a")]
        assert any(link.startswith("#law.") for link in links), finding.id
        assert any(link.startswith("#answer") for link in links), finding.id


def test_what_is_alleged_stands_apart_with_denial_and_end_of_proceedings() -> None:
    page = page_of("amazon-2021")
    apart = [element for element in page.all("div") if "alleged-part" in element.classes]
    assert apart
    conducts = [element for part in apart for element in part.all("article")]
    assert conducts
    for conduct in conducts:
        assert any("proceedings" in element.classes for element in conduct.all("div")), conduct.id
        assert "commitments" in conduct.text()


def test_user_text_is_never_markup() -> None:
    text = text_of("hostile")
    assert "<script" not in text
    assert "49" not in next(page_of("hostile").all("h1")).text()
    assert "&lt;script&gt;" in text
    assert len(re.findall("</style>", text)) == 1


def test_the_same_inputs_give_the_same_bytes() -> None:
    assert render(view(*assessed("quillmarkt-2026")), "html") == html("quillmarkt-2026")


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="not a report format"):
        render(view(*empty()), "docx")


def test_open_findings_alike_share_a_block_and_keep_their_ids() -> None:
    page = page_of("amazon-2021")
    blocks = [element for element in page.all("article") if "brief" in element.classes]
    numbers = [next(element for element in block.all("span") if "number" in element.classes) for block in blocks]
    named = [number for element in numbers for number in element.text().split(", ")]
    open_ = [finding for finding in view(*assessed("amazon-2021")).findings if finding.blocks]
    assert len(named) == len(set(named))
    assert len(blocks) < len(named)
    assert len(open_) == 2
    for block in blocks:
        assert "?" in block.text()


@pytest.mark.parametrize("name", ["amazon-2021", "quillmarkt-2026"])
def test_open_conducts_stand_in_rows_with_law_and_findings(name: str) -> None:
    rows = [row for table in page_of(name).all("table") if "conducts" in table.classes for row in table.all("tr")]
    bodies = [row for row in rows if row.id]
    assert bodies
    for row in bodies:
        links = [link.attributes["href"] for link in row.all("a")]
        assert any(link.startswith("#law.") for link in links)
        assert any(link.startswith("#finding.") for link in links)


def test_no_table_of_steps_where_nothing_is_computed() -> None:
    part = ids_of(page_of("amazon-2021"))["regime.antitrust"]
    assert not [table for table in part.all("table") if "steps" in table.classes]
    assert "Below the legal maximum nothing can be computed" in part.text()


def test_the_board_page_leads_with_a_single_conduct_where_nothing_is_established() -> None:
    """No key figure and no bar is a sum over open conducts, of which each would be fined by itself."""
    assessment, exposure = assessed("amazon-2021")
    shown = view(assessment, exposure)
    total = exposure.total.largest.high
    most = max(conduct.high or 0.0 for regime in exposure.regimes for conduct in regime.conducts)
    assert total is not None
    assert total > most
    assert all(bar.high is None or bar.high <= most for bar in shown.board.chart.bars)
    assert not any("#together" in piece.href for figure in shown.board.figures for piece in figure.value)
    assert not shown.board.actions
    assert "Nothing is established" in "".join(piece.text for piece in shown.board.actions_say)


def test_where_something_is_established_its_range_is_the_first_key_figure() -> None:
    shown = view(*assessed("quillmarkt-2026"))
    assert [piece.href for piece in shown.board.figures[0].value if piece.figure] == ["#together", "#together"]
    assert shown.board.actions


@pytest.mark.parametrize("name", EXAMPLES)
def test_at_most_one_question_on_the_board_page_is_asked_by_no_rule(name: str) -> None:
    assessment, exposure = assessed(name)
    asks = {leaf.fact.asks for finding in assessment.findings for leaf in leaves(finding.because) if leaf.fact}
    lines = [line[0].text for line in view(assessment, exposure).board.unknowns]
    assert len(lines) == 3
    assert sum(not any(line.endswith(question) for question in asks) for line in lines) <= 1
