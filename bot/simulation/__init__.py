"""Made-up people: the town of the demo, and crowds for tests of load."""
