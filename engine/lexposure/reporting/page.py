"""A page of sections with tables and charts, for what is no report on a company."""

from __future__ import annotations

from dataclasses import dataclass

from lexposure.reporting.pieces import Rich


@dataclass(frozen=True, slots=True)
class Column:
    """A heading; numbers stand to the right."""

    title: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first cell of a row is its heading."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Rich, ...], ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart that is drawn already: an SVG in which every outside text is escaped, with what it shows in words."""

    title: str
    says: str
    svg: str


@dataclass(frozen=True, slots=True)
class Section:
    """Text, then charts, then tables, then a list."""

    id: str
    title: str
    says: tuple[Rich, ...] = ()
    drawings: tuple[Drawing, ...] = ()
    tables: tuple[Table, ...] = ()
    points: tuple[Rich, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """Everything on the page, in the order in which it is read."""

    language: str
    title: str
    about: str
    intro: tuple[Rich, ...]
    sections: tuple[Section, ...]
    footer: str
