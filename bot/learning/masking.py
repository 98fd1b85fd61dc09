"""What must not stand in a public wording: numbers that belong to one person."""

from __future__ import annotations

import re
import unicodedata

MASK = "[号码]"
# The matcher takes what stands in such brackets for a placeholder, so the mask weighs nothing.

_GAP = r"[ \-\u2010-\u2015]?"
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PATTERNS = (
    # Resident identity card: 17 digits and a digit or X.
    rf"(?<!\d)\d{{6}}{_GAP}(?:18|19|20)\d{{2}}{_GAP}\d{{4}}{_GAP}\d{{3}}[\dXx](?![\dA-Za-z])",
    # Bank and fuel cards, accounts, orders: from ten digits on, with or without gaps.
    rf"(?<![\dA-Za-z])\d(?:{_GAP}\d){{9,}}(?!\d)",
    # Landlines with their area code.
    r"(?<!\d)0\d{2,3}[ \-]\d{7,8}(?!\d)",
    r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+",
    # Number plates: 京A·12345 and the green ones of six.
    rf"[{_PROVINCES}][A-Za-z][·• ]?(?=[A-Za-z0-9]*\d)[A-Za-z0-9]{{5,6}}(?![A-Za-z0-9])",
    # A company's tax number: region, organisation, check digit.
    r"(?<![A-Za-z0-9])[0-9A-Z]{2}\d{6}[0-9A-Z]{10}(?![A-Za-z0-9])",
)  # fmt: skip
_PRIVATE = re.compile("|".join(_PATTERNS))


def mask(text: str) -> str:
    """Phone, card, identity, plate and tax numbers are replaced; error codes and amounts stay."""
    return _PRIVATE.sub(MASK, unicodedata.normalize("NFKC", text))
