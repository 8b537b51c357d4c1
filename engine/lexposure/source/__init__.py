"""Files with positions: the YAML node tree, and problems that name their place."""
