"""An ordinary bot of python-telegram-bot, as its examples are written: the same steps, kept in memory."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import warnings
from typing import Any, Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import RetryAfter
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    filters,
)
from telegram.warnings import PTBUserWarning

CONSENT, NAME = range(2)
TEXT: Final = "På torsdag er der kaffe i Medborgerhuset klokken 14. Kom, hvis du har lyst."
FIRST: Final = 1_000_000  # the first of those written to
Context = ContextTypes.DEFAULT_TYPE
Anyone = Application[Any, Any, Any, Any, Any, Any]


async def start(update: Update, _context: Context) -> int:
    assert update.message
    keyboard = InlineKeyboardMarkup(
        [[InlineKeyboardButton("Ja", callback_data="yes")], [InlineKeyboardButton("Nej", callback_data="no")]]
    )
    await update.message.reply_text("Hej og velkommen. Må jeg skrive til dig?", reply_markup=keyboard)
    return CONSENT


async def consent(update: Update, context: Context) -> int:
    query = update.callback_query
    assert query
    assert update.effective_chat
    await query.answer()
    await context.bot.send_message(update.effective_chat.id, "Hvad må jeg kalde dig?")
    return NAME


async def name(update: Update, context: Context) -> int:
    assert update.message
    assert context.user_data is not None
    context.user_data["name"] = update.message.text
    await update.message.reply_text(f"Tak, {update.message.text}.")
    return ConversationHandler.END


async def announce(application: Anyone, count: int, pause: float) -> None:
    """Write to one after the other; with a pause, as those do who know of the limit."""
    for chat in range(FIRST, FIRST + count):
        try:
            await application.bot.send_message(chat, TEXT)
        except RetryAfter as error:
            await asyncio.sleep(float(str(error.retry_after)))
            await application.bot.send_message(chat, TEXT)
        if pause:
            await asyncio.sleep(pause)


async def obey(application: Anyone) -> None:
    say("ready")
    while line := await asyncio.to_thread(sys.stdin.readline):
        _verb, count, pause = line.split()
        application.create_task(announce(application, int(count), float(pause)))
        say("done")


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main() -> None:
    tasks: list[asyncio.Task[None]] = []

    async def ready(application: Anyone) -> None:
        tasks.append(asyncio.create_task(obey(application)))

    made = Application.builder().token(os.environ["BOT_TOKEN"])
    application = made.base_url(f"{os.environ['BOT_API_URL']}/bot").post_init(ready).build()
    application.add_handler(
        ConversationHandler(
            entry_points=[CommandHandler("start", start)],
            states={
                CONSENT: [CallbackQueryHandler(consent)],
                NAME: [MessageHandler(filters.TEXT & ~filters.COMMAND, name)],
            },
            fallbacks=[CommandHandler("start", start)],
        )
    )
    application.run_polling(allowed_updates=Update.ALL_TYPES)


if __name__ == "__main__":
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    logging.basicConfig(level=logging.CRITICAL)  # a reply that meets a 429 is counted by the server
    warnings.simplefilter("ignore", PTBUserWarning)
    main()
