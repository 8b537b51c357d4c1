"""A profile with other answers in many ways at once: read by the profile's own reader, computed on arrays.

Outcomes and amounts are those of :meth:`lexposure.scenarios.whatif.Workbench.assessed` with the same changes, to the
cent; there are no reasons and no steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lexposure.bulk.exposures import Estimator
from lexposure.bulk.figures import Figures, compared, figures
from lexposure.bulk.frame import Frame
from lexposure.bulk.variants import Said, Varied, said, variants
from lexposure.exposure.choosing import asked_for
from lexposure.profile.possible import COMPANY, Subject
from lexposure.profile.reading import COMPLETE_KEYS, LIST_KEYS
from lexposure.rulebook.facts import About
from lexposure.scenarios.changes import Change, Scenario
from lexposure.scenarios.whatif import Assessed, Workbench

_LISTS = {key: about for about, key in LIST_KEYS.items()}
_COMPLETE = {key: about for about, key in COMPLETE_KEYS.items()}

Place = tuple[Subject, str]
"""Where an answer stands."""


@dataclass(frozen=True, eq=False, slots=True)
class Reading:
    """A value supposed as the profile would have it: an answer, or whether a list is complete."""

    place: Place | About
    says: Said | bool


class Many:
    """A profile as assessed, and rows of it with other answers."""

    def __init__(self, bench: Workbench, baseline: Assessed) -> None:
        assessment = baseline.assessment
        asked = asked_for(assessment, baseline.scenario.method, baseline.scenario.method_reason)
        self.baseline = baseline
        self._bare = bench.bare()
        self._says: dict[Place, Said] = {}
        self._estimator = Estimator(assessment.edition, asked.method if asked else None)

    def read(self, change: Change) -> Reading:
        """One change. Raises :class:`lexposure.source.problems.InputError` as an assessment with it does."""
        return read_reading(self._bare, change, self.baseline.scenario)

    def says(self, place: Place) -> Said:
        """What the profile itself says."""
        if place not in self._says:
            self._says[place] = said(self.baseline.assessment.profile, *place)
        return self._says[place]

    def figures(self, rows: Sequence[Sequence[Reading]]) -> Iterator[Figures]:
        """The figures of every row, each the profile with some changes; the last counts of two in one place."""
        return figures(self._estimator, self.frame(rows))

    def compared(
        self, rows: Sequence[Sequence[Reading]], given: Sequence[Reading] = ()
    ) -> tuple[list[Figures], list[bool]]:
        """The same, and whether anything is another than in the first row; see :mod:`lexposure.bulk.figures`.

        What is ``given`` holds in every row.
        """
        return compared(self._estimator, self.frame(rows, given))

    def frame(self, rows: Sequence[Sequence[Reading]], given: Sequence[Reading] = ()) -> Frame:
        """The rows on arrays; what no row changes is there once."""
        places: dict[Place | About, tuple[Reading, ...]] = {one.place: (one,) for one in given}
        by_place: dict[Place | About, dict[int, Reading]] = {place: {} for place in places}
        for row, readings in enumerate(rows):
            for reading in readings:
                by_place.setdefault(reading.place, {})[row] = reading
        assessment = self.baseline.assessment
        varied: list[Varied] = []
        complete: dict[About, list[bool]] = {}
        for place, found in by_place.items():
            usual = places.get(place, ())
            if isinstance(place, About):
                flag = bool(usual[0].says) if usual else assessment.profile.complete[place]
                complete[place] = [bool(found[row].says) if row in found else flag for row in range(len(rows))]
            else:
                varied.append(self._varied(place, usual, found, len(rows)))
        catalogue = assessment.edition.book.catalogue
        return variants(assessment.profile, catalogue, assessment.linked, len(rows), varied, complete)

    def _varied(self, place: Place, usual: Sequence[Reading], found: Mapping[int, Reading], rows: int) -> Varied:
        """The usual answer first, the profile's own or the one given; then the supposed ones."""
        says = [_said(one) for one in usual] or [self.says(place)]
        numbers, at = dict[Reading, int](), [0] * (rows if found else 1)
        for row, reading in found.items():
            if reading not in numbers:
                numbers[reading] = len(says)
                says.append(_said(reading))
            at[row] = numbers[reading]
        return Varied(*place, tuple(says), at)


def _said(reading: Reading) -> Said:
    assert isinstance(reading.says, Said)
    return reading.says


def read_reading(bare: Workbench, change: Change, scenario: Scenario) -> Reading:
    """A change by the law of a scenario; see :meth:`Workbench.bare`.

    Raises :class:`lexposure.source.problems.InputError` as :meth:`Many.read` does.
    """
    profile = bare.profile(replace(scenario, changes=(change,)))
    path = change.path.text
    if path in _COMPLETE:
        return Reading(_COMPLETE[path], profile.complete[_COMPLETE[path]])
    place = place_of(path)
    return Reading(place, said(profile, *place))


def place_of(path: str) -> Place:
    """Where ``fact``, ``processing/ID/fact`` or ``markets/ID/fact`` leads."""
    key, _, rest = path.partition("/")
    if key not in _LISTS:
        return COMPANY, path
    id, _, fact = rest.rpartition("/")
    return Subject(_LISTS[key], id), fact
