"""Templates to text; the only user of Jinja2.

A missing value is an error, and HTML is escaped by itself; for Markdown every text of the view is escaped
before it reaches the template. The templates are ours and run in a plain environment; those of others
would need Jinja's sandbox. Sentences without a value are put in when a template is read, and links
are made here, for there are thousands of both.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import TypeVar, cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from lexposure.data import reports_folder
from lexposure.reporting.charts import Chart, svg
from lexposure.reporting.model import ReportView
from lexposure.reporting.money_model import Amount
from lexposure.reporting.page import Drawing, Page
from lexposure.reporting.pieces import Piece
from lexposure.reporting.wording import Wording, shipped

PAGES = {"html": "page.html.j2", "md": "page.md.j2"}
TEMPLATES = {"html": "report.html.j2", "md": "report.md.j2"}

View = TypeVar("View", ReportView, Page)

_SAID = re.compile(r"""\{\{ say\("([a-z_]+(?:\.[a-z_]+)*)"\) \}\}""")
_ADDRESS = ("https://", "http://")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_BREAK = re.compile(r"[\r\n\t\v\f\u2028\u2029]+")
_LINE_START = re.compile(r"^(\s*)(#(?=#*(?:\s|$))|[+-](?=\s|$)|-(?=-+$)|=(?==*$)|\d+(?=[.)](?:\s|$)))")


@dataclass(frozen=True, slots=True)
class _Html:
    """Text that is HTML already: our own style sheet and charts, in which every outside text is escaped."""

    text: str

    def __html__(self) -> str:
        return self.text

    def __str__(self) -> str:
        return self.text


def render(view: ReportView, format: str, wording: Wording | None = None) -> str:
    """The report as ``html`` or ``md``; raises ``ValueError`` for another format.

    ``wording`` supplies the headings and must be in the language in which the view was made.
    """
    if format not in TEMPLATES:
        raise ValueError(f"'{format}' is not a report format; there are {', '.join(TEMPLATES)}")
    words = wording or shipped(view.language)
    template = _environment(format, words).get_template(TEMPLATES[format])
    if format == "md":

        def say(key: str, **values: object) -> str:
            return markdown(words.say(key, **values))

        return _tidied(template.render(view=escaped(view), say=say))
    return template.render(
        view=view,
        say=words.say,
        rich=_rich,
        joined=_joined,
        detail=_detail,
        money=_money,
        badge=_badge,
        chart=_chart,
        style=_Html(_style()),
        css_text=_css_text,
    )


def render_page(page: Page, format: str, wording: Wording | None = None) -> str:
    """A page of sections as ``html`` or ``md``; raises ``ValueError`` for another format."""
    if format not in PAGES:
        raise ValueError(f"'{format}' is not a page format; there are {', '.join(PAGES)}")
    words = wording or shipped(page.language)
    template = _environment(format, words).get_template(PAGES[format])
    if format == "md":
        return _tidied(template.render(page=escaped(page)))
    return template.render(page=page, say=words.say, rich=_rich, drawing=_drawing, style=_Html(_style()))


def _drawing(one: Drawing) -> _Html:
    return _Html(one.svg)


@lru_cache(maxsize=4)
def _environment(format: str, words: Wording) -> Environment:
    """The templates of a format with the sentences of a language in them.

    Not optimized: a page is made once, and folding constants takes longer than it saves.
    """
    made_safe: Callable[[str], str] = markdown if format == "md" else escape
    return Environment(
        loader=_Loader(words, made_safe),
        autoescape=select_autoescape(enabled_extensions=("html.j2",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        optimized=False,
    )


class _Loader(FileSystemLoader):
    """Reads templates with every plain call of ``say`` replaced by its sentence, made safe for the format."""

    def __init__(self, words: Wording, made_safe: Callable[[str], str]) -> None:
        super().__init__(reports_folder() / "templates")
        self._words = words
        self._made_safe = made_safe

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """The template's text, file and freshness."""
        source, file, is_fresh = super().get_source(environment, template)
        return _SAID.sub(self._said, source), file, is_fresh

    def _said(self, found: re.Match[str]) -> str:
        """The sentence; one that Jinja would read as its own language stays a call."""
        text = self._made_safe(self._words.say(found[1]))
        return found[0] if "{" in text else text


def _anchor(piece: Piece) -> str:
    if not piece.href:
        return escape(piece.text)
    figure = ' class="figure"' if piece.figure else ""
    return f'<a{figure} href="{escape(piece.href)}">{escape(piece.text)}</a>'


def _rich(pieces: Iterable[Piece]) -> _Html:
    """Pieces with their links."""
    return _Html("".join(map(_anchor, pieces)))


def _joined(pieces: Iterable[Piece]) -> _Html:
    """Pieces with commas between."""
    return _Html(", ".join(map(_anchor, pieces)))


def _money(amount: Amount) -> _Html:
    """An exact figure, leading to how it arose."""
    return _rich([Piece(amount.exact, amount.href, figure=True)])


def _badge(text: str, code: str) -> _Html:
    """A state in a box."""
    return _Html(f'<span class="badge {escape(code)}">{escape(text)}</span>')


def _detail(text: str) -> _Html:
    """A text in which web addresses are links."""
    words = text.split(" ")
    return _Html(" ".join(_outward(word) if word.startswith(_ADDRESS) else escape(word) for word in words))


def _outward(address: str) -> str:
    shown = escape(address)
    return f'<a class="out" href="{shown}" rel="noreferrer">{shown}</a>'


def _chart(chart: Chart) -> _Html:
    """The chart's SVG, in which every text is escaped already."""
    return _Html(svg(chart))


def _style() -> str:
    return (reports_folder() / "styles" / "report.css").read_text(encoding="utf-8")


def _css_text(text: str) -> _Html:
    """A text as a CSS string: all but letters and digits written as code points, for CSS drops a space after one."""
    inner = "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):06x}" for c in text)
    return _Html(f'"{inner}"')


def markdown(text: str) -> str:
    """A text that Markdown shows as it stands, on one line."""
    text = _ENTITY.sub(r"\\&", _MARKDOWN.sub(r"\\\1", _BREAK.sub(" ", text)))
    return _LINE_START.sub(_harmless, text)


def _harmless(start: re.Match[str]) -> str:
    """The sign that would begin a list or heading, escaped; of a number its full stop."""
    return f"{start[1]}{start[2]}\\" if start[2].isdigit() else f"{start[1]}\\{start[2]}"


def escaped(view: View) -> View:
    """The view with every text made safe for Markdown, ids and links included (they stay what they were)."""
    return cast("View", _deep(view))


def _deep(value: object) -> object:
    if isinstance(value, str):
        return markdown(value)
    if isinstance(value, tuple):
        return tuple(_deep(part) for part in cast("tuple[object, ...]", value))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: _deep(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return dataclasses.replace(value, **parts)
    return value


def _tidied(text: str) -> str:
    """At most one empty line between blocks, and no space at line ends."""
    lines = [line.rstrip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"
