"""Which model of meaning there is to be."""

from bot.matching.meaning import Semantics, Shelf


def open_semantics(
    semantic: str, *, url: str = "", model: str = "", key: str = "", shelf: Shelf | None = None
) -> Semantics | None:
    """As the settings of these names ask; None: characters alone."""
    if semantic == "off":
        return None
    # Imported when asked for: neither costs memory where the other is used.
    if semantic == "endpoint":
        from bot.matching.endpoint import Endpoint

        return Semantics(Endpoint(url, model, key), shelf)
    from bot.matching.embedded import open_embedded

    embedder = open_embedded()
    return None if embedder is None else Semantics(embedder, shelf)
