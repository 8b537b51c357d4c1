"""The bulk evaluator: many profiles at once, each condition as two planes of bits (true, false)."""
