"""Figures for the ways that matter, and the same figures for an ordinary bot in the same run."""
