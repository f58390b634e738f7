# Read by bin/run and bin/test: sets $python to a Python that is new enough, or says what is missing.
python=""
for candidate in "${PYTHON:-}" python3.11 python3 python3.12 python3.13 python3.14; do
    [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 || continue
    "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
    python=$candidate
    break
done
if [ -z "$python" ]; then
    echo "ArtNex needs Python 3.11 or newer, and found none (looked for python3.11, python3 and later; PYTHON names another)." >&2
    exit 1
fi
