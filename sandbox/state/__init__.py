"""Everything the sandbox remembers, in memory, changed by one event loop only."""
