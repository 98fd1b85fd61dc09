"""The page's and the tests' own API, under /__sandbox/."""
