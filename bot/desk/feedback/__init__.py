"""Feedback of the stations: taken down once, joined by others, worked on, and answered."""
