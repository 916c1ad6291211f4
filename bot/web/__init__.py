"""What the bot answers over https: the coordinators' page, and somebody's own calendar."""
