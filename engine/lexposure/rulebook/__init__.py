"""The law as data: facts, conditions, dated figures, provisions, methods and rules."""
