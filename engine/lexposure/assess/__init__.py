"""Rule book and profile at a date to an assessment: outcomes with their reasons."""
