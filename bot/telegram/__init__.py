"""The only room that knows Telegram: what it says, and how to say it to it."""
