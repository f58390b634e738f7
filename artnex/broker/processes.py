"""Telling whether a process still lives, even when its number was given to another one meanwhile."""

import os
from functools import cache
from pathlib import Path


@cache
def _place(pid: int) -> str:
    """Where process numbers mean the same: this boot of this machine, this container."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        return f"{boot}/{os.readlink('/proc/self/ns/pid')}"
    except OSError:
        return ""


def _start_ticks(pid: int) -> str:
    """When the process started, in clock ticks since boot; empty when it does not exist or was not reaped yet."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] in {"Z", "X"} else fields[19]


def own_birth() -> str:
    """What tells this process from every other that had or will have its number; empty where that is unknown."""
    pid = os.getpid()
    place = _place(pid)
    return f"{place}/{_start_ticks(pid)}" if place else ""


def is_gone(pid: int, birth: str) -> bool:
    """True when that process has certainly ended; False when it lives, or lives where we cannot see."""
    place, _, ticks = birth.rpartition("/")
    if not birth or place != _place(os.getpid()):
        return False
    return _start_ticks(pid) != ticks
