"""Many profiles of one shape at once: the same outcomes and amounts as for one, on arrays."""
