"""The command line: reads options, calls the stages, prints; no rule logic and no arithmetic."""
