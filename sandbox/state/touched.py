"""Which rows of a store may have changed since they were last written down."""


class Touched:
    """Counts nothing until somebody listens, so that a sandbox without a file pays nothing."""

    def __init__(self) -> None:
        self.listening = False
        self._keys: set[str] = set()

    def add(self, key: str) -> None:
        if self.listening:
            self._keys.add(key)

    def take(self) -> set[str]:
        keys, self._keys = self._keys, set()
        return keys
