"""A backtest as one JSON document."""

from __future__ import annotations

from math import log10
from typing import Any

from lexposure.empirical.prediction import SHARES
from lexposure.exposure.model import Range
from lexposure.scenarios.backtest import Backtest, Inside, Miss
from lexposure.scenarios.scores import Covered, Scores

Document = dict[str, Any]
DIGITS = 4


def document(found: Backtest) -> Document:
    """The keys of the design's section 5 first, for the headline; then everything else that was measured.

    Logarithms are to the base ten of euro; widths and errors are in powers of ten.
    """
    headline = found.headline
    covered = {one.promised: one for one in headline.covered}
    return {
        "n": headline.n,
        **{f"coverage_{share * 100:.0f}": _round(covered[share].share) for share in SHARES},
        "width_80_log10": _round(covered[0.8].width),
        "rmse_log10": _round(headline.rmse),
        "within_x3": _round(headline.within_3),
        "within_x10": _round(headline.within_10),
        "baseline_rmse_log10": _round(found.baselines["turnover alone"].rmse),
        "hindsight": True,
        "same_data": found.same_data,
        "headline": _scores(headline),
        "in_time": _scores(found.in_time),
        "with_seriousness": _scores(found.with_seriousness),
        "final_amounts": _scores(found.final),
        "without_families": _scores(found.without_families),
        "baselines": {name: _scores(one) for name, one in found.baselines.items()},
        "method": {"seriousness_stated": _inside(found.stated), "seriousness_open": _inside(found.open)},
        "by": {view: {value: _scores(one) for value, one in parts.items()} for view, parts in found.slices.items()},
        "worst": [_miss(miss) for miss in found.misses],
        "excluded": [one.id for one in found.excluded],
        "decisions": [_decision(found, index) for index in range(len(found.decisions))],
    }


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)


def _scores(one: Scores | None) -> Document | None:
    if one is None:
        return None
    return {
        "n": one.n,
        "rmse_log10": _round(one.rmse),
        "mae_log10": _round(one.mae),
        "bias_log10": _round(one.bias),
        "within_x3": _round(one.within_3),
        "within_x10": _round(one.within_10),
        "pinball_log10": _round(one.pinball),
        "coverage": [_covered(part) for part in one.covered],
    }


def _covered(one: Covered) -> Document:
    return {
        "promised": one.promised,
        "measured": _round(one.share),
        "inside": one.inside,
        "n": one.n,
        "by_chance": [one.least, one.most],
        "holds": one.holds,
        "width_log10": _round(one.width),
    }


def _inside(one: Inside) -> Document:
    return {"inside": one.inside, "below": one.below, "above": one.above, "n": one.n}


def _miss(miss: Miss) -> Document:
    return {"id": miss.decision.id, "factor": _round(miss.factor), "explains": list(miss.explains)}


def _decision(found: Backtest, index: int) -> Document:
    one = found.decisions[index]
    forecast, method = found.forecasts[one.id], found.methods[one.id]
    spans = dict(zip(SHARES, forecast.spans, strict=True))
    return {
        "id": one.id,
        "company": one.company,
        "authority": one.authority,
        "decided": str(one.decided) if one.decided else str(one.year),
        "fine": one.fine,
        "cap": method.cap,
        "method": {"seriousness_open": _range(method.open), "seriousness_stated": _range(method.stated)},
        "empirical": {
            "p10": round(10 ** spans[0.8][0]),
            "p50": round(10**forecast.median),
            "p90": round(10 ** spans[0.8][1]),
        },
        "inside_80": spans[0.8][0] <= log10(one.fine) <= spans[0.8][1],
    }


def _range(one: Range | None) -> list[float | None] | None:
    return None if one is None else [one.low, one.high]
