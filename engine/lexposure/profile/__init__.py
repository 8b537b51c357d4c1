"""A company's answers, each a set of possible values with its source."""
