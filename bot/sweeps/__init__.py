"""What time starts: each asks the database what is due, does it in small steps, and may run again."""
