"""A local stand-in for the Feishu open platform; imports nothing of the bot."""
