"""How a database of any version becomes one of this: each step once, in order, all or nothing."""
