"""The bot: how work comes in, is decided, and leaves. Knows no web framework."""
