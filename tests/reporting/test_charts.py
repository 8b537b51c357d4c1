"""Charts: escaped, inside their picture, true to scale, told apart without colour."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from lexposure.reporting.charts import (
    Chart,
    Mark,
    RangeBar,
    RangeChart,
    ShareBar,
    ShareChart,
    StepBar,
    StepChart,
    Words,
    svg,
)
from lexposure.reporting.svg import WIDTH
from reporting.page import Element, read_page
from reporting.sample import MARKUP

WORDS = Words("sure", "open", "alleged", "central", "cap", "known", "off the scale", "beyond", "no end")
BAR = RangeBar("GDPR", "EUR 0 – 100", 0.0, 100.0, (10.0, 50.0), 30.0, 120.0, "cap 120")
AMOUNT = st.floats(min_value=0, max_value=1e12, allow_nan=False)


def drawn(chart: Chart) -> Element:
    return next(read_page(svg(chart)).all("svg"))


def ranges(*bars: RangeBar) -> RangeChart:
    return RangeChart("one", "Title", "Description", bars, WORDS)


def of_class(root: Element, name: str) -> list[Element]:
    return [element for element in root.all() if name in element.classes]


def number(element: Element, name: str) -> float:
    return float(element.attributes[name])


def check_inside(root: Element) -> None:
    """Nothing is drawn outside the picture."""
    height = float(root.attributes["viewbox"].split()[3])
    for element in root.all():
        for name, most in (("x", WIDTH), ("x1", WIDTH), ("x2", WIDTH), ("y", height), ("y1", height), ("y2", height)):
            if name in element.attributes and element.tag != "pattern":
                assert -15 <= number(element, name) <= most + 0.1, element
        if element.tag == "rect" and "x" in element.attributes:
            assert number(element, "x") + number(element, "width") <= WIDTH + 0.1
            assert number(element, "width") >= 0


def test_established_lies_in_the_open_range_to_scale() -> None:
    root = drawn(ranges(BAR))
    solid, hull = of_class(root, "solid")[0], of_class(root, "open")[0]
    cap = of_class(root, "cap")[0]
    unit = number(hull, "width") / 100
    assert abs(number(solid, "x") - number(hull, "x") - 10 * unit) < 0.2
    assert abs(number(solid, "width") - 40 * unit) < 0.2
    assert abs(number(cap, "x1") - number(hull, "x") - 120 * unit) < 0.2
    check_inside(root)


def test_a_maximum_that_dwarfs_the_range_is_marked_off_the_scale() -> None:
    root = drawn(ranges(replace(BAR, cap=1e6)))
    assert any("off the scale" in text.text() for text in root.all("text"))
    assert number(of_class(root, "open")[0], "width") > WIDTH / 2
    check_inside(root)


def test_open_ranges_that_dwarf_all_else_run_off_the_edge() -> None:
    root = drawn(ranges(replace(BAR, high=1e6)))
    assert of_class(root, "off")
    assert number(of_class(root, "solid")[0], "width") > 100


def test_no_upper_end_is_said_in_words() -> None:
    root = drawn(ranges(replace(BAR, high=None, established=(10.0, None))))
    assert any(text.text() == "no end" for text in root.all("text"))
    check_inside(root)


def test_what_is_alleged_has_its_own_form_and_word() -> None:
    root = drawn(ranges(BAR, replace(BAR, established=None, alleged=True)))
    assert of_class(root, "alleged")
    words = {text.text() for text in root.all("text")}
    assert {"alleged", "sure", "open", "cap", "central"} <= words


def test_known_outcomes_are_labelled() -> None:
    root = drawn(ranges(replace(BAR, marks=(Mark(80.0, "EUR 80, authority 2021"),))))
    assert of_class(root, "mark")
    assert any("authority 2021" in text.text() for text in root.all("text"))


def test_every_text_is_escaped() -> None:
    steps = StepChart("s", MARKUP, MARKUP, (StepBar(MARKUP, MARKUP, 0.0, 1.0, 2.0),), WORDS)
    shares = ShareChart("h", MARKUP, MARKUP, (ShareBar(MARKUP, MARKUP, 0.5),))
    marked = replace(BAR, label=MARKUP, value=MARKUP, cap_label=MARKUP, marks=(Mark(1.0, MARKUP),))
    for chart in (steps, shares, replace(ranges(marked), title=MARKUP)):
        root = drawn(chart)
        assert next(root.all("title")).text() == MARKUP
        assert not list(root.all("script"))
        assert any(text.text() == MARKUP or MARKUP[:20] in text.text() for text in root.all("text"))


def test_ids_differ_between_charts() -> None:
    ids = re.findall(r'id="([^"]+)"', svg(ranges(BAR)) + svg(replace(ranges(BAR), id="two")))
    assert len(ids) == len(set(ids))


@given(st.lists(st.tuples(AMOUNT, AMOUNT, AMOUNT, st.booleans()), min_size=1, max_size=5))
def test_ranges_of_any_size_stay_inside(numbers: list[tuple[float, float, float, bool]]) -> None:
    bars: list[RangeBar] = []
    for one, other, cap, endless in numbers:
        low, high = min(one, other), max(one, other)
        sure = (low, (low + high) / 2)
        bars.append(RangeBar("x", "y", low, None if endless else high, sure, low, cap, "cap", (Mark(other, "m"),)))
    check_inside(drawn(ranges(*bars)))


@given(st.lists(st.tuples(AMOUNT, AMOUNT, st.booleans()), min_size=1, max_size=9))
def test_steps_of_any_size_stay_inside(numbers: list[tuple[float, float, bool]]) -> None:
    bars = tuple(
        StepBar("A step with a long name that is wrapped", "v", min(pair[:2]), None, None if pair[2] else max(pair[:2]))
        for pair in numbers
    )
    check_inside(drawn(StepChart("s", "t", "d", bars, WORDS)))
