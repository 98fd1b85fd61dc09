"""Bases with their tables, columns, views and rows."""
