"""Rule books of any size and a profile for them, from a seed.

The vocabulary, figures and methods are the shipped ones; the rules, and two hundred facts that they
read, are made up in the shape of the shipped rules: about 45 lines each, three or four clauses, a
threshold now and then, an excuse, a factor, two examples.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lexposure.data import rules_folder

VOCABULARY = (
    "VERSION", "authorities.yaml", "currencies", "factors", "facts", "measures", "methods", "options", "parameters",
    "provisions", "risk-factors",
)  # fmt: skip
FACTS = {"company": 80, "processing": 80, "market": 40}
PROVISIONS = {
    "company": ("GDPR 30(1)", "GDPR 37(1)", "GDPR 38(6)"),
    "processing": ("GDPR 5(1)(a)", "GDPR 6(1)", "GDPR 12(1)", "GDPR 13(1)", "GDPR 32(1)", "GDPR 35(1)"),
    "market": ("TFEU 102", "DMA 6(2)", "DMA 6(5)"),
}
ENTRIES = {"processing": 2, "markets": 2}
OPTIONS = ("never", "seldom", "often", "always")
CHECKED = "2026-11-23"


@dataclass(frozen=True, slots=True)
class Made:
    """An invented fact; ``kind`` is a fact type of the rule format."""

    name: str
    about: str
    kind: str

    def lines(self) -> Iterator[str]:
        """The fact as the vocabulary declares it."""
        yield f"  {self.name}:"
        yield f"    type: {self.kind}"
        yield f"    asks: What is the answer to the invented question {self.name}?"
        yield "    cite: invented"
        if self.kind == "count":
            yield "    unit: people"
        if self.kind == "choice":
            yield "    options:"
            yield from (f"      {option}: It is {option} so" for option in OPTIONS)

    def phrase(self, chance: random.Random) -> str:
        """A comparison that a rule may make."""
        if self.kind == "yes_no":
            return chance.choice(("yes", "yes", "no"))
        if self.kind == "count":
            return f"{chance.choice(('at least', 'less than'))} {chance.choice((1_000, 50_000, 400_000))}"
        return chance.choice(("always", "not never", "one of often, always"))

    def answer(self, chance: random.Random) -> str:
        """An answer; one in five is open."""
        if chance.random() < 0.2:
            return "unknown"
        if self.kind == "yes_no":
            return chance.choice(("yes", "no"))
        return str(chance.randrange(500_000)) if self.kind == "count" else chance.choice(OPTIONS)


class Author:
    """Writes one rule book and one profile; the same seed gives the same files."""

    def __init__(self, seed: int = 2026) -> None:
        self.chance = random.Random(seed)
        self.facts = {
            about: [Made(f"made_{about}_{number}", about, self._kind(number)) for number in range(count)]
            for about, count in FACTS.items()
        }

    @staticmethod
    def _kind(number: int) -> str:
        return ("yes_no", "yes_no", "yes_no", "count", "choice")[number % 5]

    def write_rules(self, folder: Path, rules: int) -> None:
        """A folder that :func:`lexposure.rulebook.loading.read_rulebook` reads."""
        folder.mkdir(parents=True)
        for name in VOCABULARY:
            source = rules_folder() / name
            if source.is_dir():
                shutil.copytree(source, folder / name)
            else:
                shutil.copy(source, folder / name)
        for about, facts in self.facts.items():
            lines = [f"topic: Invented, {about}", f"about: {about}", "facts:"]
            lines += [line for fact in facts for line in fact.lines()]
            self._write(folder / "facts" / f"made-{about}.yaml", lines)
        (folder / "made").mkdir()
        for number in range(rules):
            self._write(folder / "made" / f"MADE-{number:04}.yaml", self.rule(number))

    @staticmethod
    def _write(path: Path, lines: list[str]) -> None:
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def rule(self, number: int) -> list[str]:
        """The lines of one rule."""
        about = self.chance.choice(("company", "processing", "processing", "market"))
        read = self.chance.sample(self.facts[about] + self.facts["company"][:20], 8)
        applies, found, unless, factor = read[0], read[1 : 1 + self.chance.randint(2, 3)], read[6], read[7]
        return [
            f"id: MADE-{number:04}",
            f"title: Invented duty number {number}",
            f"about: {about}",
            *([] if about == "processing" else [f"conduct: invented duty {number % 9}"]),
            "status: in force",
            f"checked_on: {CHECKED}",
            "reviewed_by:",
            "basis:",
            f"  - cite: invented article {number}",
            "    says: Whoever does the first thing has to see to it that the others do not happen.",
            "    certainty: derived",
            "in_force:",
            "  from: 2018-05-25",
            "applies_when:",
            "  all:",
            *self._clauses([applies]),
            "finding_when:",
            f"  {self.chance.choice(('all', 'any'))}:",
            *self._clauses(found),
            "unless:",
            f"  {unless.name}: {unless.phrase(self.chance)}",
            "finding:",
            "  says: The answers indicate that the invented duty was not met.",
            "  infringes:",
            f"    - {self.chance.choice(PROVISIONS[about])}",
            *self._seriousness(about, factor),
            *self._example("finding", applies),
            *self._example("no finding", applies),
        ]

    def _clauses(self, facts: list[Made]) -> Iterator[str]:
        for fact in facts:
            yield f"    - clause: What {fact.name} asks for"
            yield "      cite: invented"
            yield f"      {fact.name}: {fact.phrase(self.chance)}"

    def _seriousness(self, about: str, factor: Made) -> Iterator[str]:
        if about == "market":
            return
        yield from ("seriousness:", "  start: medium", "  because: It is invented.", "  factors:", "    - when:")
        yield f"        {factor.name}: {factor.phrase(self.chance)}"
        yield from ("      effect: raises", "      cite: invented", "      because: It makes matters worse.")

    def _example(self, expect: str, fact: Made) -> Iterator[str]:
        """Loading reads examples and checks their form; only the shipped rules' examples are run, as tests."""
        if expect == "finding":
            yield "examples:"
        yield from (f"  - name: An invented case of {expect}", "    facts:")
        yield from (f"      {fact.name}: {fact.answer(self.chance)}", f"    expect: {expect}")

    def profile(self) -> str:
        """A profile that answers four fifths of the invented facts."""
        lines = ["format: 1", "company: Invented Trading SE", "invented: yes", f"as_of: {CHECKED}", "answers:"]
        lines += ["  group_turnover: {value: 800 million EUR, year: 2025}", "  undertaking: yes", "  public_body: no"]
        lines += ["  main_establishment: FR", "  fault: negligence"]
        lines += self._answers("company", "  ")
        for key, count in ENTRIES.items():
            lines.append(f"{key}:")
            for number in range(count):
                lines += [f"  - id: entry-{number}", f"    name: Entry {number}", "    answers:"]
                lines += self._answers("market" if key == "markets" else key, "      ")
            lines.append(f"{key}_complete: yes")
        return "\n".join(lines) + "\n"

    def _answers(self, about: str, indent: str) -> list[str]:
        return [f"{indent}{fact.name}: {fact.answer(self.chance)}" for fact in self.facts[about]]
