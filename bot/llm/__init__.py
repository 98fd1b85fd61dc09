"""An optional language model: it helps to find an entry or sums some up, and is checked."""
