"""From an assessment and its exposure to documents: JSON, HTML, Markdown."""
