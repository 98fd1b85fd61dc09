"""Tickets: the rules from somebody's wish for a human to their 「已解决」. See docs/tickets.md."""
