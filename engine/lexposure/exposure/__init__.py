"""Findings to money: steps, ranges per conduct and regime, totals."""
