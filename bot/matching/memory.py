"""Give freed memory back to the system."""

import ctypes
import sys
from collections.abc import Callable
from functools import cache


@cache
def _trim() -> Callable[[int], int] | None:
    if not sys.platform.startswith("linux"):
        return None
    try:
        trim: Callable[[int], int] = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError):  # a C library other than glibc
        return None
    return trim


def give_back() -> None:
    """glibc keeps what the peak of a build took, for the life of the process, unless asked."""
    trim = _trim()
    if trim is not None:
        trim(0)
