"""What people and the bot do to bases: memory first, then the pushes."""
