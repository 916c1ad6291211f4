"""All the questions a script may ask."""

from bot.dialogs.choice import Choice, Option, confirm
from bot.dialogs.several import Multi
from bot.dialogs.text import Number, Text
from bot.dialogs.when import Today, When

__all__ = ["Choice", "Multi", "Number", "Option", "Text", "Today", "When", "confirm"]
