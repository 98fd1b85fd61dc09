"""The desk's figures: what each one counts, and how it is counted from what was recorded."""
