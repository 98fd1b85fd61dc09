"""Pushes to the bot: built, encrypted, signed, sent and retried as Feishu does."""
