"""What stands around an answer's words: its pictures, and that it is old."""

from cards.kit import Part, plain
from cards.words import review as say

# An image key, and what is shown where the image cannot be.
Picture = tuple[str, str]


def picture_parts(pictures: tuple[Picture, ...]) -> list[Part]:
    """As wide as the card; a tap shows them whole."""
    return [
        {
            "tag": "img",
            "img_key": key,
            "alt": {"tag": "plain_text", "content": name},
            "scale_type": "fit_horizontal",
            "preview": True,
        }
        for key, name in pictures
    ]


def expired_band(expired: bool) -> list[Part]:
    """An expired answer is still the best there is, and says that it may not be right."""
    return [plain(say.EXPIRED_NOTE, icon="warning_filled", colour="orange")] if expired else []
