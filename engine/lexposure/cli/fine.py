"""``lexposure fine gdpr|antitrust|dma``: the calculator alone, from explicit inputs."""

from __future__ import annotations

import argparse

from lexposure.cli.commands import Commands
from lexposure.cli.fine_reading import FAULTS, ROUNDING, YES_NO, SignedParser

SHARE = "SHARE"
AMOUNT = "AMOUNT"

GDPR_TEXT = """\
A fine by the steps of the EDPB Guidelines 04/2022, or by another --method:
ico-2024 (in pounds), dsk-2019, ap-2019, dk-2021 (in Danish kroner),
edpb-04-2022-draft. What is not given takes its whole range; a step that is not
given is absent. Amounts are written 5000000 or '5 million EUR', shares end with
%, ranges are '10-20%' or '100-250 million EUR'. Changes take a sign: -50%,
+10%, -1000 (a sum off), or =8000 (the result).

Several conducts: --conduct 'tier=83(5),seriousness=low,group=a', once for each.
Those of one group are one fine; what is not said for a conduct is taken from
the options outside."""

ANTITRUST_TEXT = """\
A fine by the Commission's Guidelines of 2006. Amounts are written 5000000 or
'5 million EUR', shares end with %, ranges are '10-20%' or '100-250 million
EUR'. Give --value-of-sales once for each market, with as many --years, or
--from and --to, or one for all. --cooperation, --leniency and --settlement add
up."""


def register(commands: Commands) -> None:
    """Add the command with its three kinds."""
    parser = commands.add_parser(
        "fine", help="calculate a fine from explicit inputs", description="The calculator alone."
    )
    kinds = parser.add_subparsers(title="kinds", metavar="KIND", required=True, parser_class=SignedParser)
    _gdpr(kinds.add_parser("gdpr", help="GDPR Art. 83", description=GDPR_TEXT, formatter_class=_Raw))
    _antitrust(
        kinds.add_parser("antitrust", help="Articles 101, 102 TFEU", description=ANTITRUST_TEXT, formatter_class=_Raw)
    )
    _dma(
        kinds.add_parser(
            "dma", help="Digital Markets Act", description="The maximum fine; there is no formula below it."
        )
    )


_Raw = argparse.RawDescriptionHelpFormatter


def _shared(parser: argparse.ArgumentParser, turnover: str, currency: str | None = "EUR") -> None:
    parser.add_argument("--turnover", metavar=AMOUNT, help=turnover)
    parser.add_argument(
        "--fault", metavar="|".join(FAULTS), help="without fault there is no fine; if not given, negligence is assumed"
    )
    parser.add_argument("--method", metavar="ID", help="the method of calculation")
    usual = currency or "the method's own"
    parser.add_argument(
        "--currency", default=currency, metavar="CODE", help=f"the currency of all amounts; {usual} if not given"
    )
    parser.add_argument("--as-of", metavar="DATE", help="the day whose maxima count; the latest known ones otherwise")
    parser.add_argument("--round", metavar="|".join(ROUNDING), help="round the final amounts down")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def _gdpr(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--tier", metavar="NAME", help="83(4), 83(5), 83(6), or a provision such as 32(1)")
    parser.add_argument("--seriousness", metavar="LEVEL", help="low, medium, high, or a range such as low-medium")
    parser.add_argument(
        "--start", metavar="SHARE|AMOUNT", help="the starting share of the maximum, or the starting amount"
    )
    parser.add_argument("--size", metavar=SHARE, help="the share of the starting amount kept for size")
    parser.add_argument("--adjust", metavar="CHANGE", help="aggravating and mitigating circumstances (step 3)")
    parser.add_argument("--proportionality", metavar="CHANGE", help="the change of step 5")
    parser.add_argument("--hardship", metavar="CHANGE", help="the change for financial hardship (ico-2024)")
    parser.add_argument("--factor", metavar="NUMBER", help="the multiple of the daily rate (dsk-2019)")
    parser.add_argument("--category", metavar="NAME", help="the category of the infringement (ap-2019, dk-2021)")
    parser.add_argument("--basic", metavar=AMOUNT, help="the basic fine within the category (ap-2019, dk-2021)")
    parser.add_argument(
        "--recidivism", metavar="|".join(YES_NO), help="whether the infringement is a repeated one (ap-2019)"
    )
    parser.add_argument("--conduct", action="append", metavar="KEY=VALUE,…", help="one conduct; may be repeated")
    parser.add_argument("--not-an-undertaking", action="store_true", help="only the fixed maximum counts")
    parser.add_argument(
        "--public-body", metavar="COUNTRY", help="a public body of this country (ceilings of Art. 83(7))"
    )
    _shared(parser, "worldwide turnover of the undertaking in the preceding year", currency=None)
    parser.set_defaults(run=run_gdpr)


def _antitrust(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add(
        "--value-of-sales",
        action="append",
        metavar=AMOUNT,
        help="sales related to the infringement; once for each market",
    )
    add(
        "--gravity", metavar=SHARE, help="share of the value of sales (point 19); the method's whole range if not given"
    )
    add("--years", action="append", metavar="NUMBER", help="duration in years")
    add("--from", dest="start", action="append", metavar="DATE", help="first day of the infringement")
    add("--to", dest="end", action="append", metavar="DATE", help="last day of the infringement")
    add("--duration-rule", metavar="RULE", help="days, months or point24")
    add("--additional", metavar=SHARE, help="additional share of the value of sales (point 25)")
    add("--basic", metavar=AMOUNT, help="the basic amount itself, instead of what it is made of")
    add("--recidivism", metavar=SHARE, help="increase for earlier infringements (point 28)")
    add("--aggravating", action="append", metavar=SHARE, help="another increase (point 28)")
    add("--mitigating", action="append", metavar=SHARE, help="a decrease (point 29)")
    add("--compound", action="store_true", help="apply increases and decreases one after the other, not added up")
    add("--multiplier", metavar="NUMBER", help="multiplier for deterrence (point 30), after the circumstances")
    add("--lump-sum", metavar=AMOUNT, help="a sum for deterrence on top (point 30)")
    add("--gains", metavar=AMOUNT, help="improper gains, which the fine shall exceed (point 31)")
    add("--cooperation", metavar=SHARE, help="reduction for cooperation, after the maximum")
    add("--leniency", metavar=SHARE, help="reduction for leniency (cartels only)")
    add("--settlement", metavar=SHARE, help="reduction for settlement (cartels only)")
    add("--inability-to-pay", metavar=SHARE, help="reduction for inability to pay (point 35)")
    _shared(parser, "worldwide turnover in the preceding business year; without it no maximum is applied")
    parser.set_defaults(run=run_antitrust)


def _dma(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--tier", metavar="NAME", help="30(1), 30(2), 30(3), or a provision such as 6(2); 30(1) if not given"
    )
    parser.add_argument(
        "--recurrence", metavar="|".join(YES_NO), help="whether the breach is a repeated one (Art. 30(2))"
    )
    _shared(parser, "worldwide turnover in the preceding financial year")
    parser.set_defaults(run=run_dma)


def run_gdpr(args: argparse.Namespace) -> int:
    """Calculate and print a GDPR fine."""
    from lexposure.cli.fine_gdpr import gdpr_document

    return _print(gdpr_document(args), args.json)


def run_antitrust(args: argparse.Namespace) -> int:
    """Calculate and print a fine under Articles 101 and 102."""
    from lexposure.cli.fine_competition import antitrust_document

    return _print(antitrust_document(args), args.json)


def run_dma(args: argparse.Namespace) -> int:
    """Calculate and print the maximum under the Digital Markets Act."""
    from lexposure.cli.fine_competition import dma_document

    return _print(dma_document(args), args.json)


def _print(document: dict[str, object], as_json: bool) -> int:
    from lexposure.cli.fine_printing import as_text, json_text

    print(json_text(document) if as_json else as_text(document))
    return 0
