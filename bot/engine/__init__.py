"""Durable work: what must be done is a row, and is done once in the order of its lane."""
