"""What the bot answers besides Telegram, on the same port as the webhook: somebody's own calendar."""
