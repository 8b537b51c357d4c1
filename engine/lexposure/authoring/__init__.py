"""Tools for those who write rules: check, test, coverage, freshness."""
