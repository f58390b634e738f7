"""Makes `.venv` hold exactly what a lock file pins: `python3 bin/install.py run` (or `test`).

Uses nothing but the standard library. Does nothing, quickly, when the lock file has not changed since the last time.
"""

import ctypes.util
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "artnex-lock"  # "<which lock> <its SHA-256>", written last
LOCKS = ROOT / "requirements"
# What WeasyPrint loads to write PDF documents: library name, Debian package.
PDF_LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}


def say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def stop(text: str) -> None:
    sys.exit(f"ArtNex cannot be installed: {text}")


def run(*command: str | Path, quiet: bool = False) -> bool:
    """True when the command succeeded; with `quiet` its output is shown only when it did not."""
    words = [str(word) for word in command]
    done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=quiet, text=True, check=False)
    if done.returncode and quiet:
        say(done.stdout + done.stderr)
    return done.returncode == 0


def may_use_apt() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(packages: list[str]) -> bool:
    """Install Debian packages without asking anything; the package lists are fetched when they are not there yet."""
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    command = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", *packages]
    first = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if first.returncode == 0:
        return True
    return run("apt-get", "update", "--quiet", quiet=True) and run(*command, quiet=True)


def make_venv() -> None:
    """A virtual environment with pip in it, by whichever way this machine offers."""
    if PYTHON.exists() and run(PYTHON, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"):
        return
    say("Making .venv …")
    has_ensurepip = subprocess.run([sys.executable, "-c", "import ensurepip"], capture_output=True, check=False)
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if has_ensurepip.returncode and may_use_apt():
        apt_install([f"python{version}-venv"])
        has_ensurepip = subprocess.run([sys.executable, "-c", "import ensurepip"], capture_output=True, check=False)
    if has_ensurepip.returncode == 0:
        made = run(sys.executable, "-m", "venv", "--clear", VENV, quiet=True)
    else:  # Debian without python3-venv, and no right to install it: the system's own pip can fill the environment
        made = run(sys.executable, "-m", "venv", "--clear", "--without-pip", VENV, quiet=True)
        if made and not run(sys.executable, "-m", "pip", "--version", quiet=True):
            shutil.rmtree(VENV, ignore_errors=True)
            stop(
                f"this Python has neither ensurepip nor pip. As root: apt-get install python{version}-venv "
                "(then start again)."
            )
    if not made:
        stop(f"`{sys.executable} -m venv .venv` failed; see above.")


def pip(*arguments: str | Path) -> bool:
    if (VENV / "bin" / "pip").exists():
        return run(PYTHON, "-m", "pip", "--quiet", *arguments)
    return run(sys.executable, "-m", "pip", "--quiet", "--python", PYTHON, *arguments)


def install(lock: Path) -> None:
    """uv does it in seconds; where it cannot be used pip does the same, slower. Both check every hash."""
    say(f"Installing {lock.relative_to(ROOT)} …")
    os.environ.setdefault("UV_LINK_MODE", "copy" if os.stat(ROOT).st_dev != os.stat(Path.home()).st_dev else "hardlink")
    uv = VENV / "bin" / "uv"
    if not pip("install", "--require-hashes", "--no-deps", "-r", LOCKS / "uv.lock"):
        stop("the packages cannot be fetched; see above.")
    kept = LOCKS / "uv.lock"  # uv removes whatever is in none of the files it is given
    if run(uv, "pip", "sync", "--quiet", "--require-hashes", "--python", PYTHON, lock, kept):
        return
    say("uv did not succeed; trying pip …")
    if not pip("install", "--require-hashes", "--no-deps", "-r", lock):
        stop("the packages cannot be fetched; see above.")


def wanted_lock(asked: str) -> str:
    """A test environment stays one: it holds all that is needed to run, in the same versions."""
    holds_tests = STAMP.exists() and STAMP.read_text().startswith("test ")
    has_tests = any(VENV.glob("lib/python3*/site-packages/pytest/__init__.py"))
    return "test" if asked == "test" or holds_tests or has_tests else "run"


def install_pdf_libraries() -> None:
    """Reports as PDF need three system libraries; everything else works without."""
    missing = [package for library, package in PDF_LIBRARIES.items() if not ctypes.util.find_library(library)]
    if not missing:
        return
    if may_use_apt():
        say(f"Installing {' '.join(missing)} …")
        if apt_install(missing):
            return
    say(f"PDF documents cannot be made until these system libraries are installed: apt-get install {' '.join(missing)}")


def main(asked: str) -> None:
    with (LOCKS / "uv.lock").open() as guard:  # two that start at once take turns
        fcntl.flock(guard, fcntl.LOCK_EX)
        which = wanted_lock(asked)
        lock = LOCKS / f"{which}.lock"
        stamp = f"{which} {hashlib.sha256(lock.read_bytes() + (LOCKS / 'uv.lock').read_bytes()).hexdigest()}"
        if not (PYTHON.exists() and STAMP.exists() and STAMP.read_text() == stamp):
            make_venv()
            install(lock)
            STAMP.write_text(stamp)
        install_pdf_libraries()


if __name__ == "__main__":
    if sys.argv[1:] not in (["run"], ["test"]):
        sys.exit(__doc__)
    main(sys.argv[1])
