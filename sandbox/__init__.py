"""A Bot API on this machine and a page with phones: the whole project can be tried without Telegram."""
