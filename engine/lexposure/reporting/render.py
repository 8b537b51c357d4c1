"""Templates to text; the only user of Jinja2.

One environment, sandboxed, in which a missing value is an error and HTML is escaped by itself. For
Markdown every text of the view is escaped before it reaches the template.
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from functools import cache
from typing import cast

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from lexposure.data import reports_folder
from lexposure.reporting.charts import Chart, svg
from lexposure.reporting.model import ReportView
from lexposure.reporting.wording import Wording, read_wording

TEMPLATES = {"html": "report.html.j2", "md": "report.md.j2"}

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
    words = wording or read_wording(view.language)
    environment = _environment()
    template = environment.get_template(TEMPLATES[format])
    if format == "md":

        def say(key: str, **values: object) -> str:
            return markdown(words.say(key, **values))

        return _tidied(template.render(view=escaped(view), say=say))
    return template.render(
        view=view,
        say=words.say,
        chart=_chart,
        style=_Html(_style()),
        css_text=_css_text,
    )


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(reports_folder() / "templates"),
        autoescape=_is_html,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _is_html(name: str | None) -> bool:
    return name is None or ".md." not in name


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


def escaped(view: ReportView) -> ReportView:
    """The view with every text made safe for Markdown, ids and links included (they stay what they were)."""
    return cast("ReportView", _deep(view))


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
