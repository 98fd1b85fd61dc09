"""What people and the bot do: change the memory, tell the page, push to the bot."""
