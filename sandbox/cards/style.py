"""Colours, text sizes, links and markdown inside cards."""

import re

_HUES = [
    "blue",
    "carmine",
    "green",
    "indigo",
    "lime",
    "grey",
    "orange",
    "purple",
    "red",
    "sunflower",
    "turquoise",
    "violet",
    "wathet",
    "yellow",
]
_SHADES = (50, 100, 200, 300, 350, 400, 500, 600, 700, 800, 900)
COLORS = (
    {"default", "", "white", "bg-white", "black", "neutral", "light_grey", "laser"}
    | set(_HUES)
    | {f"{hue}-{shade}" for hue in _HUES for shade in _SHADES}
    | {"grey-00", "grey-650", "grey-950", "grey-1000"}
)
SIZES = {
    "heading-0",
    "heading-1",
    "heading-2",
    "heading-3",
    "heading-4",
    "heading",
    "normal",
    "notation",
    "xxxx-large",
    "xxx-large",
    "xx-large",
    "x-large",
    "large",
    "medium",
    "small",
    "x-small",
}
COLOR_KEYS = {
    "color",
    "text_color",
    "background_style",
    "background_color",
    "border_color",
    "fill_color",
}
URL_KEYS = ("default_url", "url", "pc_url", "ios_url", "android_url")

FONT_COLOR = re.compile(r"<font[^>]*\bcolor\s*=\s*['\"]?([^'\"> ]+)", re.I)
PIPE_TABLE = re.compile(
    r"^[ \t]*\|?[ \t]*:?-{1,}:?[ \t]*(\|[ \t]*:?-{1,}:?[ \t]*)+\|?[ \t]*$", re.M
)
LINK = re.compile(r"\]\(([^)\s]+)\)")
LINK_STARTS = ("http://", "https://", "tel:", "img_")
GOOD_URL = re.compile(r"^(https?://\S+|lark://msgcard/unsupported_action)$")
ASCII_NAME = re.compile(r"[A-Za-z0-9_\-|=:.]+")
NARROW = re.compile(r"([1-9]|1[0-5])px")
