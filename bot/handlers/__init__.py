"""Use cases: one update in, one transaction; plain functions of what came and what is known."""
