"""Tools for those who write rules: what a rule book is checked for beyond being readable."""
