"""The Korean catalogues: gathered from the sources, kept complete, compiled without gettext's programs.

Messages are English in the source. `locale/ko/LC_MESSAGES/django.po` holds the Korean of the platform and of what the
packages we show (the admin theme, import and export …) leave in English; each app has a catalogue of its own beside its
code. A message stands once: in the catalogue of the lowest floor that says it.

    python -m artnex.translations update    gather new messages, drop vanished ones   (bin/messages)
    python -m artnex.translations compile   write .mo files where the .po is newer     (bin/run, tests)
"""

import ast
import gettext
import importlib.util
import io
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.reloader import translation_file_changed
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
APPS = ("accounts", "brands", "insights", "studio", "campaigns", "reports")  # from the lowest floor to the highest
CATALOGUE = Path("locale", "ko", "LC_MESSAGES", "django.po")
PLATFORM = ""  # its catalogue stands at the top
HEADER = """\
# Korean messages of ArtNex. `bin/messages` gathers them; write the Korean here and nowhere else.
msgid ""
msgstr ""
"Language: ko\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
FOREIGN_FOLDERS = {"node_modules", "var", "bench", "e2e", "docs", "deploy", "locale", "requirements"}
SILENT_FOLDERS = {"tests", "migrations", "testing", "locale", "management"}  # nobody reads their strings on a page
UNUSED_PARTS = {"unfold_crispy", "constance", "location_field", "simple_history", "inlines"}  # of the admin theme
# Packages and modules whose words appear on our pages or in our answers.
SHOWN_PACKAGES = (
    "unfold",
    "import_export",
    "guardian.admin",
    "guardian.models",
    "rest_framework.exceptions",
    "rest_framework.fields",
    "rest_framework.relations",
    "rest_framework.serializers",
    "rest_framework.validators",
    "django.forms",
    "django.core",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
)
# English of Django's admin whose own Korean misleads ("save under another name" for "save and add another").
BETTER_KOREAN = {
    "Select %s to view",
    "Select %s to change",
    "View %s",
    "Change %s",
    "Save and add another",
    "Save and continue editing",
    "%(counter)s result",
}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# A component's dynamic attribute (:label="_('Save')") is plain text to Django's own template reader.
ATTRIBUTE_MESSAGE = re.compile(r"""\s:[\w.-]+=(?:"[^"]*?_\('([^']+)'\)[^"]*"|'[^']*?_\("([^"]+)"\)[^']*')""")

Identity = str | tuple[str, ...]
Key = tuple[str | None, Identity]


def key_of(message: Message) -> Key:
    """What makes a message that message: its context and its English (with the plural, when it has one)."""
    identity = message.id
    return message.context, tuple(identity) if isinstance(identity, list | tuple) else identity


def catalogue_path(app: str = PLATFORM) -> Path:
    """Where the Korean of an app stands, of the platform without one."""
    return ROOT / app / CATALOGUE


def compile_catalogues() -> list[Path]:
    """Write the .mo file of every .po file that is newer; return those written. Safe when two start at once."""
    written = []
    for source in (path for path in map(catalogue_path, (PLATFORM, *APPS)) if path.exists()):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        stamp = source.stat().st_mtime_ns
        unfinished = target.with_name(f".{target.name}.{os.getpid()}")
        with unfinished.open("wb") as file:
            write_mo(file, read_catalogue(source))
        os.utime(unfinished, ns=(stamp, stamp))  # a .po saved while we compiled is newer, and is compiled next time
        unfinished.replace(target)
        written.append(target)
    if written:
        # What this process has read before is out of date, and those it forks would inherit that.
        translation_file_changed(sender=None, file_path=written[-1])
    return written


def read_catalogue(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale="ko")
    with path.open("rb") as file:
        return read_po(file, locale="ko")


def read_catalogues() -> dict[str, Catalog]:
    """What is stored, by app."""
    return {app: read_catalogue(catalogue_path(app)) for app in (PLATFORM, *APPS)}


def our_messages() -> dict[str, Catalog]:
    """Every message of our own Python files and templates, by the lowest floor that says it."""
    catalogues = {app: Catalog(locale="ko") for app in (PLATFORM, *APPS)}
    gathered = {app: Catalog(locale="ko") for app in catalogues}
    for folder in sorted(p for p in ROOT.iterdir() if p.is_dir() and not p.name.startswith(".")):
        if folder.name not in FOREIGN_FOLDERS:
            for path in _sources(folder):
                _gather(gathered[_app_of(path)], [path], ROOT)
    said: dict[Key, Message] = {}
    for app, found in gathered.items():
        for message in found:
            if key_of(message) in said:
                said[key_of(message)].locations += message.locations
            elif message.id:
                said[key_of(message)] = _add(catalogues[app], message, [place for place, _line in message.locations])
    return catalogues


def _app_of(path: Path) -> str:
    """The app that a source belongs to; its templates lie in templates/<app>/."""
    parts = path.relative_to(ROOT).parts
    name = parts[1] if parts[0] == "templates" and len(parts) > 2 else parts[0]
    return name if name in APPS else PLATFORM


def package_messages() -> Catalog:
    """The messages of the packages we show that have no Korean there, or a misleading one."""
    found = Catalog(locale="ko")
    for name in SHOWN_PACKAGES:
        place = _place_of(name)
        site_packages = place.parents[name.count(".")]
        _gather(found, _sources(place) if place.is_dir() else [place], site_packages)
    known = set(_korean_of_packages()) - BETTER_KOREAN
    missing = Catalog(locale="ko")
    for message in found:
        first = message.id[0] if isinstance(message.id, list | tuple) else message.id
        if first and (f"{message.context}\x04{first}" if message.context else first) not in known:
            _add(missing, message, [place for place, _line in message.locations])
    return missing


def wanted_messages() -> dict[str, Catalog]:
    """All that the Korean catalogues must hold, and nothing else."""
    wanted = our_messages()
    ours = {key_of(message) for catalogue in wanted.values() for message in catalogue}
    for message in package_messages():
        if message.id and key_of(message) not in ours:
            _add(wanted[PLATFORM], message, [place for place, _line in message.locations])
    return wanted


def update_catalogues() -> tuple[int, int]:
    """Rewrite the Korean catalogues with exactly the wanted messages; returns (messages, still without Korean)."""
    known = {key_of(m): m for catalogue in read_catalogues().values() for m in catalogue if m.id and has_korean(m)}
    messages = empty = 0
    for app, wanted in wanted_messages().items():
        for message in wanted:
            if not message.id:
                continue
            korean = known.get(key_of(message))
            if korean is not None:
                message.string = korean.string
                message.user_comments = korean.user_comments
            messages += 1
            empty += not has_korean(message)
        _write_catalogue(catalogue_path(app), wanted)
    return messages, empty


def _write_catalogue(path: Path, catalogue: Catalog) -> None:
    if not len(catalogue) and not path.exists():
        return  # an app that says nothing (yet)
    path.parent.mkdir(parents=True, exist_ok=True)
    body = io.BytesIO()
    write_po(body, catalogue, width=110, sort_output=True, include_lineno=False, omit_header=True, ignore_obsolete=True)
    path.write_bytes(HEADER.encode() + body.getvalue())


def has_korean(message: Message) -> bool:
    strings = message.string if isinstance(message.string, list | tuple) else [message.string]
    return all(strings)


def _place_of(name: str) -> Path:
    """The folder of a package, or the file of a module."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.origin:
        raise LookupError(f"{name} is not installed")
    path = Path(spec.origin)
    return path.parent if path.name == "__init__.py" else path


def _sources(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        folders = set(path.relative_to(folder).parts[:-1])
        if path.suffix in {".py", ".html", ".txt"} and not folders & (SILENT_FOLDERS | UNUSED_PARTS):
            yield path


def _gather(catalogue: Catalog, files: Iterable[Path], base: Path) -> None:
    for path in files:
        text = path.read_text(encoding="utf-8", errors="replace")
        read = _messages_of_python if path.suffix == ".py" else _messages_of_template
        for identity, context in read(text, path):
            catalogue.add(identity, locations=[(str(path.relative_to(base)), 0)], context=context)


def _messages_of_python(text: str, path: Path) -> Iterator[tuple[Identity, str | None]]:
    """(message, context) of each call of a gettext function with a literal text."""
    if "gettext" not in text:
        return
    for node in ast.walk(ast.parse(text, filename=str(path))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name not in KEYWORDS:
            continue
        texts = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
        words = [text for text in texts if isinstance(text, str)]
        with_context, forms = name.startswith(("p", "np")), 2 if "ngettext" in name or "npgettext" in name else 1
        if len(words) != forms + with_context:
            continue
        context = words.pop(0) if with_context else None
        yield (words[0] if forms == 1 else tuple(words)), context


def _messages_of_template(text: str, path: Path) -> Iterator[tuple[Identity, str | None]]:
    for _line, found, _comments, context in extract(
        "python", io.BytesIO(_template_as_python(text, str(path)).encode()), KEYWORDS
    ):
        identity = found if isinstance(found, str) else tuple(part for part in found if part)
        if identity:
            yield identity, context


def _template_as_python(text: str, origin: str) -> str:
    """Template text as calls that the Python reader understands; indentation would mean something to it."""
    calls = [f"_({a or b!r})" if b else f"_({a!r})" for a, b in ATTRIBUTE_MESSAGE.findall(text)]
    lines = [line.strip() for line in templatize(text, origin=origin).splitlines()]
    return "\n".join([*calls, *(line for line in lines if "gettext" in line or "_(" in line)])


def _add(catalogue: Catalog, message: Message, places: Iterable[str]) -> Message:
    return catalogue.add(message.id, locations=[(place, 0) for place in places], context=message.context)


def _korean_of_packages() -> Iterator[str]:
    """The English of everything that installed packages translate into Korean themselves."""
    for top in {name.split(".")[0] for name in SHOWN_PACKAGES}:
        for path in _place_of(top).rglob("locale/ko/LC_MESSAGES/django.mo"):
            with path.open("rb") as file:
                catalogue = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]  # noqa: SLF001
            yield from (key if isinstance(key, str) else key[0] for key, korean in catalogue.items() if korean)


def main(arguments: list[str]) -> int:
    if arguments == ["compile"]:
        compile_catalogues()
        return 0
    if arguments == ["update"]:
        messages, empty = update_catalogues()
        sys.stdout.write(f"{messages} messages, {empty} without Korean\n")
        compile_catalogues()
        return 0
    sys.stderr.write(f"{__doc__}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
