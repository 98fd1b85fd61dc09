"""A server's process must not outlive the one that watches over it.

The watcher killed hard, its child would keep the port and answer on, unseen and unrestarted.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

# include/uapi/linux/prctl.h
PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """Be told to stop when the parent is gone, however it went. Linux only; elsewhere nothing."""
    if not sys.platform.startswith("linux"):
        return
    parent = os.getppid()
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it went just before
        os.kill(os.getpid(), signal.SIGTERM)
