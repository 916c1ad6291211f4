"""The outbox drained: what leaves, when, and what became of it."""
