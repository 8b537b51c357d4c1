"""A profile from its file: every problem gathered, nothing guessed."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from pathlib import Path

from lexposure.profile.answers import AnswersReader
from lexposure.profile.history import HistoryReader, read_id
from lexposure.profile.links import Links, check_links
from lexposure.profile.model import Answer, MethodWish, Proceedings, Profile, ProfileEntry
from lexposure.profile.possible import COMPANY, Subject
from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.facts import LISTS, About
from lexposure.rulebook.rules import Example
from lexposure.source.fields import Fields
from lexposure.source.problems import Problems, ProfileError, Span, did_you_mean
from lexposure.source.yamltree import Node, Scalar, Sequence, parse_tree, read_text

FORMAT = "1"
LIST_KEYS: Mapping[About, str] = {About.PROCESSING: "processing", About.MARKET: "markets"}
COMPLETE_KEYS: Mapping[About, str] = {About.PROCESSING: "processing_complete", About.MARKET: "markets_complete"}

EXAMPLE_ID = "example"


def read_profile(path: Path, book: RuleBook, as_of: dt.date | None = None) -> Profile:
    """The profile in a file; ``as_of`` stands in place of the file's own date.

    Raises :class:`lexposure.source.problems.ProfileError` with everything that is wrong.
    """
    problems = Problems()
    text = read_text(path, problems)
    if text is None:
        raise ProfileError(problems)
    return read_profile_text(text, str(path), book, as_of)


def read_profile_text(text: str, path: str, book: RuleBook, as_of: dt.date | None = None) -> Profile:
    """The profile in a text; ``path`` is what problems print."""
    problems = Problems()
    root = parse_tree(text, path, problems)
    if root is None:
        raise ProfileError(problems)
    return read_profile_tree(root, path, hashlib.sha256(text.encode("utf-8")).hexdigest(), book, problems, as_of)


def read_profile_tree(
    root: Node, path: str, digest: str, book: RuleBook, problems: Problems, as_of: dt.date | None = None
) -> Profile:
    """The profile in a tree; ``problems`` holds what reading the tree found, ``digest`` is the profile's hash."""
    profile = _Reader(root, path, book, as_of, problems).read(digest)
    problems.raise_if_any(ProfileError)
    return profile


class _Reader:
    """One reading of a profile's tree."""

    def __init__(self, root: Node, path: str, book: RuleBook, as_of: dt.date | None, problems: Problems) -> None:
        self.fields = Fields(root, problems, "the profile", Span(path))
        self.path = path
        self.book = book
        self.problems = problems
        self.as_of = self._as_of(as_of)
        self.history = HistoryReader(book.provisions, book.authorities, book.currencies, problems)
        self.proceedings: tuple[Proceedings, ...] = ()

    def read(self, digest: str) -> Profile:
        fields = self.fields
        self._format()
        company = fields.text("company", required=True)
        self.proceedings = self.history.proceedings(self._items("proceedings"))
        entries = self._entries(company)
        outcomes = self.history.outcomes(self._items("outcomes"))
        confidentiality, about = fields.text("confidentiality"), fields.text("about")
        invented = fields.yes_no("invented")
        method = self._method()
        complete = {which: fields.yes_no(COMPLETE_KEYS[which]) for which in LISTS}
        fields.finish()
        return Profile(
            company=company,
            as_of=self.as_of or dt.date.min,
            confidentiality=confidentiality,
            invented=invented,
            about=about,
            entries=entries,
            complete=complete,
            outcomes=outcomes,
            proceedings=self.proceedings,
            path=self.path,
            hash=digest,
            warnings=self.problems.warnings,
            method=method,
        )

    def _method(self) -> MethodWish | None:
        """The method asked for in place of the usual one; without a reason nobody could judge the choice."""
        if not self.fields.has("method"):
            return None
        fields = Fields(self.fields.node("method"), self.problems, "'method'", self.fields.span)
        wish = MethodWish(fields.text("id", required=True), fields.text("reason", required=True), fields.place("id"))
        fields.finish()
        known = self.book.methods.by_id
        if wish.id and wish.id not in known:
            hint = did_you_mean(wish.id, known) or f"there are {', '.join(sorted(known))}"
            self.problems.error("method", f"'{wish.id}' is not a known method", wish.span, hint)
        return wish

    def _as_of(self, instead: dt.date | None) -> dt.date | None:
        """The date asked for, else the profile's own, which is read in any case."""
        own = self.fields.date("as_of", required=instead is None)
        return instead or own

    def _format(self) -> None:
        scalar = self.fields.scalar("format", required=True)
        if scalar is not None and scalar.text.strip() != FORMAT:
            message = f"format '{scalar.text[:40]}' is not known; this version reads format {FORMAT}"
            self.problems.error("format", message, scalar.span, f"write 'format: {FORMAT}'")

    def _items(self, key: str) -> tuple[Node, ...]:
        """The entries of a list; a mapping or a text in its place is a problem."""
        node = self.fields.node(key)
        if node is None or isinstance(node, Sequence):
            return () if node is None else node.items
        hint = f"begin each entry with a hyphen, or write '{key}: []'"
        self.problems.error("shape", f"'{key}' must be a list", node.span, hint)
        return ()

    def _entries(self, company: str) -> dict[str, ProfileEntry]:
        known = frozenset(one.id for one in self.proceedings)
        reader = AnswersReader(self.book, self.as_of, known, self.problems)
        answers = reader.read(self.fields.keyed("answers"), About.COMPANY)
        entries = {COMPANY.key: ProfileEntry(COMPANY, company, answers)}
        for about in LISTS:
            for entry in self._list(about, reader):
                entries[entry.subject.key] = entry
        return entries

    def _list(self, about: About, reader: AnswersReader) -> list[ProfileEntry]:
        key = LIST_KEYS[about]
        entries: list[ProfileEntry] = []
        places: dict[str, Span] = {}
        links: dict[str, Links] = {}
        for node in self._items(key):
            if self.problems.full:
                break
            fields = Fields(node, self.problems, f"an entry of '{key}'", self.fields.span)
            id = read_id(fields, self.problems)
            stated = Links(fields.scalars("linked_with"), fields.scalars("separate_from"))
            entry = _entry(Subject(about, id), fields, reader.read(fields.keyed("answers"), about), stated)
            fields.finish()
            if id in places:
                message = f"'{id}' stands in '{key}' a second time; the first is in line {places[id].line}"
                self.problems.error("duplicate", message, node.span, "give each entry an id of its own")
            elif id:
                entries.append(entry)
                places[id], links[id] = node.span, stated
        check_links(links, self.problems)
        return entries


def _entry(subject: Subject, fields: Fields, answers: Mapping[str, Answer], links: Links) -> ProfileEntry:
    return ProfileEntry(
        subject=subject,
        name=fields.text("name") or subject.id,
        answers=answers,
        linked_with=frozenset(scalar.text for scalar in links.linked_with),
        separate_from=frozenset(scalar.text for scalar in links.separate_from),
    )


def example_profile(example: Example, about: About, book: RuleBook) -> Profile:
    """The profile that a rule's example describes.

    Its answers go to the company or to one entry called ``example``, each where its fact belongs; where
    the example lists entries itself, they are numbered, and a list is complete only if the example says
    so. The date is the example's, else the day on which the newest rule was checked.
    """
    problems = Problems()
    on = example.on or usual_day(book)
    reader = AnswersReader(book, on, frozenset(), problems, reasons=False)
    own = _routed(example.facts, about, book)
    entries = {COMPANY.key: ProfileEntry(COMPANY, "Example", _read(own[About.COMPANY], About.COMPANY, example, reader))}
    if about is not About.COMPANY:
        subject = Subject(about, EXAMPLE_ID)
        entries[subject.key] = ProfileEntry(subject, EXAMPLE_ID, _read(own[about], about, example, reader))
    for number, (over, facts) in enumerate(example.entries, start=1):
        subject = Subject(over, f"{EXAMPLE_ID}-{number}")
        entries[subject.key] = ProfileEntry(subject, subject.id, _read(facts, over, example, reader))
    problems.raise_if_any(ProfileError)
    says = bool(example.entries or example.complete)
    return Profile(
        company="Example",
        as_of=on,
        confidentiality="",
        invented=True,
        about=example.name,
        entries=entries,
        complete={over: over in example.complete or not says for over in LISTS},
        outcomes=(),
        proceedings=(),
        path=example.span.path,
        hash="",
    )


def usual_day(book: RuleBook) -> dt.date:
    """The date of examples that name none: the day on which the newest rule was checked."""
    dates = {rule.checked_on for rule in book.rules} | {rule.checked_on for rule in book.conclusions}
    return max(dates, default=dt.date.min)


def _routed(
    facts: tuple[tuple[str, str], ...], about: About, book: RuleBook
) -> Mapping[About, tuple[tuple[str, str], ...]]:
    """The answers by subject; of an unknown fact, the rule's own, so that it is reported there."""
    routed: dict[About, list[tuple[str, str]]] = {About.COMPANY: [], about: []}
    for name, text in facts:
        fact = book.catalogue.get(name)
        company = fact is not None and fact.about is About.COMPANY
        routed[About.COMPANY if company else about].append((name, text))
    return {subject: tuple(pairs) for subject, pairs in routed.items()}


def _read(
    facts: tuple[tuple[str, str], ...], about: About, example: Example, reader: AnswersReader
) -> Mapping[str, Answer]:
    pairs = tuple((Scalar(name, example.span), Scalar(text or "none", example.span)) for name, text in facts)
    return reader.read(pairs, about)
