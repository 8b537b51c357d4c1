"""Tables of companies: each row comes out as its profile alone, bad rows are kept apart, a killed run goes on."""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from random import Random

import pytest

from bulk.test_equal_to_assess import answer
from lexposure.assess.model import Finding
from lexposure.assess.run import Assessor
from lexposure.cli.main import main
from lexposure.data import rules_folder
from lexposure.exposure.estimate import estimate
from lexposure.portfolio.run import Places, run
from lexposure.portfolio.tables import Source, arrow
from lexposure.portfolio.worker import Job
from lexposure.profile.reading import read_profile_text
from lexposure.rulebook.book import RuleBook
from lexposure.rulebook.facts import About, Fact
from lexposure.rulebook.loading import read_rulebook
from lexposure.rulebook.rules import Outcome
from lexposure.source.problems import InputError

pa, pa_csv, pq = arrow(), arrow("csv"), arrow("parquet")

EXAMPLE = Path("examples/portfolio.csv")
ON = dt.date(2026, 10, 1)
ENTRIES = {"processing": ("p1", "p2"), "markets": ("m1",)}
ABOUT = {"processing": About.PROCESSING, "markets": About.MARKET}


@cache
def book() -> RuleBook:
    return read_rulebook()


@cache
def assessor() -> Assessor:
    return Assessor(book(), ON, "reference")


def facts(about: About) -> list[Fact]:
    return [fact for fact in book().catalogue.values() if fact.about is about and not fact.concluded]


def drawn(seed: int) -> dict[str, str]:
    """A row: answers of a company and of entries of which some are missing."""
    random = Random(seed)
    share = random.choice([0.2, 0.7])
    row = {"company": f"Firm {seed}"}
    for fact in facts(About.COMPANY):
        if random.random() < share:
            row[fact.name] = answer(fact, random)
    for key, ids in ENTRIES.items():
        row[f"{key}_complete"] = random.choice(["yes", "no", ""])
        for id in ids:
            if random.random() < 0.7:
                row[f"{key}/{id}"] = "yes"
                for fact in facts(ABOUT[key]):
                    if random.random() < share:
                        row[f"{key}/{id}/{fact.name}"] = answer(fact, random)
    if "processing/p1" in row and "processing/p2" in row:
        row["processing/p1/linked_with"] = random.choice(["", "p2"])
    return row


def profile(row: Mapping[str, str]) -> str:
    """The same as a profile."""
    lines = ["format: 1", "company: A firm", f"as_of: {ON}"]
    company = [f"{name}: {row[name]}" for name in (fact.name for fact in facts(About.COMPANY)) if row.get(name)]
    lines.append(f"answers: {{{', '.join(company)}}}")
    for key, ids in ENTRIES.items():
        lines.append(f"{key}:")
        there = [id for id in ids if row.get(f"{key}/{id}")]
        lines[-1] += "" if there else " []"
        for id in there:
            names = (fact.name for fact in facts(ABOUT[key]))
            told = [f"{name}: {row[f'{key}/{id}/{name}']}" for name in names if row.get(f"{key}/{id}/{name}")]
            lines += [f"  - id: {id}", f"    answers: {{{', '.join(told)}}}"]
            if row.get(f"{key}/{id}/linked_with"):
                lines.append(f"    linked_with: [{row[f'{key}/{id}/linked_with']}]")
        lines.append(f"{key}_complete: {row.get(f'{key}_complete') or 'no'}")
    return "\n".join(lines)


def write_csv(path: Path, rows: list[dict[str, str]]) -> Path:
    names = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)
    return path


def job(path: Path) -> Job:
    return Job((rules_folder(),), ON, None, Source(path).columns())


def results(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def expected(row: Mapping[str, str]) -> dict[str, str]:
    """Some of what `assess` says of the same profile."""
    assessment = assessor().assess(read_profile_text(profile(row), "drawn.yaml", book()))
    exposure = estimate(assessment)
    total, made = exposure.total.largest, exposure.total.established_largest
    found = {
        "findings": str(sum(one.established for one in assessment.findings)),
        "open": str(sum(one.open for one in assessment.findings)),
        "total_low": cents(total.low),
        "total_central": cents(total.central),
        "total_high": cents(total.high),
        "established_high": cents(made.high),
    }
    for law in exposure.regimes:
        found[f"{law.regime}_high"] = cents(law.high)
        found[f"{law.regime}_cap"] = cents(law.cap)
        found[f"{law.regime}_established_central"] = cents(law.established.central)
        found[f"{law.regime}_method"] = law.method
    for rule in assessment.edition.rules:
        found[rule.id] = gravest(one for one in assessment.findings if one.rule.id == rule.id)
    return found


def cents(amount: float | None) -> str:
    return "" if amount is None else f"{amount + 0.0:.2f}"


def gravest(findings: Iterator[Finding]) -> str:
    order = ["not applicable", "no finding", "unknown", "alleged", "finding"]
    names = {Outcome.NOT_APPLICABLE: 0, Outcome.NO_FINDING: 1, Outcome.UNKNOWN: 2, Outcome.FINDING: 4}
    return order[max((3 if one.on_facts_alleged else names[one.outcome] for one in findings), default=0)]


def test_each_row_comes_out_as_its_profile_alone(tmp_path: Path) -> None:
    rows = [drawn(seed) for seed in range(40)]
    table = write_csv(tmp_path / "table.csv", rows)
    progress = run(Source(table), job(table), tmp_path / "out.csv", chunk=16)
    assert (progress.rows, progress.bad) == (40, 0)
    found = results(tmp_path / "out.csv")
    assert [one["company"] for one in found] == [row["company"] for row in rows]
    for row, one in zip(rows, found, strict=True):
        wanted = expected(row)
        assert {name: one[name] for name in wanted} == wanted


def test_a_parquet_table_comes_out_as_the_same_table_in_csv(tmp_path: Path) -> None:
    table = write_csv(tmp_path / "table.csv", [drawn(seed) for seed in range(20)])
    texts = pa_csv.ConvertOptions(strings_can_be_null=True)
    pq.write_table(pa_csv.read_csv(table, convert_options=texts), tmp_path / "table.parquet")
    run(Source(table), job(table), tmp_path / "out.csv")
    parquet = tmp_path / "table.parquet"
    run(Source(parquet), job(parquet), tmp_path / "out.parquet", chunk=7)
    assert len(list((tmp_path / "out.parquet").glob("*.parquet"))) == 3
    found = pq.read_table(tmp_path / "out.parquet").to_pylist()
    for one, other in zip(found, results(tmp_path / "out.csv"), strict=True):
        assert one["GDPR-6-1"] == other["GDPR-6-1"]
        assert cents(one["total_high"]) == other["total_high"]


def test_typed_columns_are_read_as_their_facts_are_written(tmp_path: Path) -> None:
    """Money in euro, shares in per cent, counts, days, yes and no, lists of options."""
    typed = pa.table(
        {
            "group_turnover": pa.array([1_840_000_000.0, 12.5, None]),
            "undertaking": pa.array([True, False, None]),
            "rights_requests": pa.array([18_400, 0, 3]),
            "earlier_infringement_on": pa.array([dt.date(2020, 1, 31), None, None]),
            "markets/m1/market_share": pa.array([42.5, 60.0, None]),
        }
    )
    pq.write_table(typed, tmp_path / "typed.parquet")
    written = write_csv(tmp_path / "written.csv", [
        {"group_turnover": "1840 million EUR", "undertaking": "yes", "rights_requests": "18400",
         "earlier_infringement_on": "2020-01-31", "markets/m1/market_share": "42.5 %"},
        {"group_turnover": "12.5 EUR", "undertaking": "no", "rights_requests": "0", "markets/m1/market_share": "60 %"},
        {"rights_requests": "3"},
    ])  # fmt: skip
    for path, out in ((tmp_path / "typed.parquet", "a.csv"), (written, "b.csv")):
        run(Source(path), job(path), tmp_path / out)
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


def test_many_plain_numbers_are_read_as_each_by_itself(tmp_path: Path) -> None:
    amounts = [str(1_000_000 + 7_777.25 * at) for at in range(100)]
    for name, texts in (("a", amounts), ("b", [f"{one} EUR" for one in amounts])):
        table = write_csv(tmp_path / f"{name}.csv", [{"group_turnover": one, "dpo_appointed": "no"} for one in texts])
        run(Source(table), job(table), tmp_path / f"{name}-out.csv")
    assert (tmp_path / "a-out.csv").read_bytes() == (tmp_path / "b-out.csv").read_bytes()


def test_bad_rows_are_kept_apart_with_their_reasons_and_the_rest_is_done(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text(
        "company,group_turnover,dpo_appointed,processing/ads,processing/ads/role\n"
        "Good,5 million EUR,yes,yes,controller\n"
        "Money,five million,perhaps,yes,controller\n"
        "Cells,5 million EUR\n"
        "Absent,5 million EUR,yes,no,controller\n"
        "Last,6 million EUR,no,yes,\n",
        encoding="utf-8",
    )
    progress = run(Source(table), job(table), tmp_path / "out.csv")
    assert [(one["row"], one["company"]) for one in results(tmp_path / "out.csv")] == [("1", "Good"), ("5", "Last")]
    bad = results(tmp_path / "out.bad.csv")
    assert [(one["row"], one["column"]) for one in bad] == [
        ("3", ""), ("2", "dpo_appointed"), ("2", "group_turnover"), ("4", "processing/ads"),
    ]  # fmt: skip
    assert "5" in bad[0]["reason"]
    assert json.loads(bad[2]["cells"])["company"] == "Money"
    assert progress.bad == 3


def test_several_processes_write_the_same_bytes(tmp_path: Path) -> None:
    table = write_csv(tmp_path / "table.csv", [drawn(seed) for seed in range(30)])
    run(Source(table), job(table), tmp_path / "one.csv", chunk=8)
    run(Source(table), job(table), tmp_path / "two.csv", chunk=8, workers=2)
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


KILLED = """
import os, signal, sys
from pathlib import Path
from portfolio.test_portfolio import job
from lexposure.portfolio.run import run
from lexposure.portfolio.tables import Source, arrow
table, out = map(Path, sys.argv[1:])
run(Source(table), job(table), out, chunk=8, told=lambda rows: rows >= 16 and os.kill(os.getpid(), signal.SIGKILL))
"""


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_a_killed_run_goes_on_to_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    rows = [drawn(seed) for seed in range(30)]
    rows[3]["group_turnover"] = rows[20]["group_turnover"] = "a lot"
    table = write_csv(tmp_path / "table.csv", rows)
    whole, killed = tmp_path / f"whole{suffix}", tmp_path / f"killed{suffix}"
    run(Source(table), job(table), whole, chunk=8)
    done = subprocess.run([sys.executable, "-c", KILLED, str(table), str(killed)], check=False, env=environment())
    assert done.returncode == -9
    assert Places(killed).progress.exists()
    tear(killed)
    run(Source(table), job(table), killed, chunk=8, resume=True)
    assert content(killed) == content(whole)
    assert Places(killed).bad.read_bytes() == Places(whole).bad.read_bytes()
    assert not Places(killed).progress.exists()


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": "engine:tests"}


def tear(out: Path) -> None:
    """What a run writes that is killed within a chunk."""
    if out.suffix == ".csv":
        with out.open("ab") as file:
            file.write(b'17,"torn')
    else:
        (out / "part-000002.parquet").write_bytes(b"torn")
    with Places(out).bad.open("ab") as file:
        file.write(b"21,torn")


def content(out: Path) -> list[bytes]:
    return [out.read_bytes()] if out.is_file() else [path.read_bytes() for path in sorted(out.glob("*.parquet"))]


def test_only_the_same_run_can_be_taken_up(tmp_path: Path) -> None:
    table = write_csv(tmp_path / "table.csv", [drawn(seed) for seed in range(6)])
    out = tmp_path / "out.csv"
    with pytest.raises(InputError, match="no run to take up"):
        run(Source(table), job(table), out, resume=True)
    Places(out).progress.write_text('{"mark": "another"}', encoding="utf-8")
    with pytest.raises(InputError, match="other ones"):
        run(Source(table), job(table), out, resume=True)


def test_unknown_columns_are_told_all_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "table.csv"
    table.write_text(
        "company,dpo_apointed,processing/ads/rol,markets/x/y/z,role\nA,yes,controller,1,controller\n", encoding="utf-8"
    )
    out = tmp_path / "out.csv"
    assert main(["portfolio", str(table), "--as-of", "2026-10-01", "--out", str(out)]) == 2
    told = capsys.readouterr().err
    for part in (
        "did you mean 'dpo_appointed'",
        "'rol'",
        "'markets/x/y/z' leads to no answer",
        "not asked of a company",
    ):
        assert part in told
    assert not out.exists()


@pytest.mark.parametrize("text", ["", "company\nA\n", "\x00\x01\x02,\xff\n"])
def test_files_that_are_no_tables_are_told(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "table.csv"
    table.write_bytes(text.encode("latin-1"))
    assert main(["portfolio", str(table), "--as-of", "2026-10-01", "--out", str(tmp_path / "out.csv")]) == 2
    assert "error[" in capsys.readouterr().err
    assert (
        main(["portfolio", str(tmp_path / "nothing.csv"), "--as-of", "2026-10-01", "--out", str(tmp_path / "o.csv")])
        == 2
    )
    assert (
        main(["portfolio", str(tmp_path / "nothing.txt"), "--as-of", "2026-10-01", "--out", str(tmp_path / "o.csv")])
        == 2
    )


def test_the_command_on_the_example(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.csv"
    args = ["portfolio", str(EXAMPLE), "--as-of", "2026-10-01", "--out", str(out)]
    assert main(args) == 0
    assert "1 could not be assessed" in capsys.readouterr().err
    assert main([*args, "--fail-on-bad"]) == 1
    assert len(results(out)) == 6
    assert results(Places(out).bad)[0]["row"] == "5"


@pytest.mark.usefixtures("java")
def test_spark_comes_out_as_one_machine_row_for_row(tmp_path: Path) -> None:
    rows = [drawn(seed) for seed in range(24)]
    rows[5]["group_turnover"] = "a lot"
    table = write_csv(tmp_path / "table.csv", rows)
    texts = pa_csv.ConvertOptions(strings_can_be_null=True)
    parquet = tmp_path / "table.parquet"
    pq.write_table(pa_csv.read_csv(table, convert_options=texts), parquet, row_group_size=9)
    alone, spread = tmp_path / "alone.parquet", tmp_path / "spread.parquet"
    run(Source(parquet), job(parquet), alone)
    command = [sys.executable, "-m", "lexposure", "portfolio", str(parquet), "--as-of", "2026-10-01"]
    subprocess.run(
        [*command, "--out", str(spread), "--engine", "spark", "--master", "local[2]"], check=True, env=environment()
    )
    one, other = pq.read_table(alone).sort_by("row"), pq.read_table(spread).sort_by("row")
    assert len(list(spread.glob("*.parquet"))) == 3
    good = other.filter(arrow("compute").is_null(other["problem"])).select(one.column_names)
    assert good.to_pylist() == one.to_pylist()
    assert Places(spread).bad.read_bytes() == Places(alone).bad.read_bytes()
