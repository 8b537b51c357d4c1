"""Questions about many assessments or many decisions: how well the figures hold, and what would change them."""
