"""Følgeskab: a chat bot that helps people find company."""
