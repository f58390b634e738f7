"""Korean is complete: every message of the sources has it, with the same placeholders, and none is left over."""

import re
import string
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from django.utils import translation
from django.utils.translation import gettext, trans_real

from artnex import translations
from artnex.translations import has_korean, key_of, our_messages, read_catalogues, wanted_messages

PERCENT = re.compile(r"%\((\w+)\)[sdif]|%(?<!%%)[sd]")
HANGUL = re.compile(r"[가-힣]")


def places(text: str, *, braces: bool) -> list[str]:
    """The placeholders of a text, in any order."""
    found = [match.group(0) for match in PERCENT.finditer(text)]
    if braces:
        found += [
            f"{{{name}}}" for _text, name, _spec, _conversion in string.Formatter().parse(text) if name is not None
        ]
    return sorted(found)


def texts_of(message: Message) -> tuple[list[str], list[str]]:
    """(English, Korean) forms."""
    english = list(message.id) if isinstance(message.id, list | tuple) else [message.id]
    korean = list(message.string) if isinstance(message.string, list | tuple) else [message.string]
    return english, korean


@pytest.fixture(scope="module")
def catalogue():
    return [message for catalogue in read_catalogues().values() for message in catalogue if message.id]


def test_every_message_of_the_sources_is_in_its_catalogue_and_none_is_left_over():
    wanted = {(app, key_of(m)) for app, messages in wanted_messages().items() for m in messages if m.id}
    present = {(app, key_of(m)) for app, messages in read_catalogues().items() for m in messages if m.id}
    assert not wanted - present, f"run bin/messages and translate: {sorted(map(str, wanted - present))}"
    assert not present - wanted, f"run bin/messages, these are gone: {sorted(map(str, present - wanted))}"


def test_every_message_has_korean(catalogue):
    assert not any(stored.obsolete for stored in read_catalogues().values())
    assert [message.id for message in catalogue if not has_korean(message) or message.fuzzy] == []


def test_placeholders_are_the_same_in_both_languages(catalogue):
    wrong = []
    for message in catalogue:
        english, korean = texts_of(message)
        braces = "python-brace-format" in message.flags
        # Korean has one form where English has two; the plural is the one that names the number.
        if any(places(text, braces=braces) != places(english[-1], braces=braces) for text in korean):
            wrong.append(message.id)
    assert wrong == []


def test_line_breaks_at_the_ends_are_kept(catalogue):
    for message in catalogue:
        english, korean = texts_of(message)
        for text in korean:
            assert text.startswith("\n") == english[0].startswith("\n"), message.id
            assert text.endswith("\n") == english[0].endswith("\n"), message.id


def test_messages_in_the_sources_are_english():
    ours = [message.id for catalogue in our_messages().values() for message in catalogue if message.id]
    assert [message for message in ours if HANGUL.search(str(message))] == []


def test_sentences_are_polite_and_of_one_style(catalogue):
    """Sentences end in -ㅂ니다 or -세요, never in the chatty -해요."""
    casual = re.compile(r"(?:[해돼어아워]요|네요|군요|죠)[.!]?$")
    polite = ("세요", "으세요", "신가요", "까요", "나요")
    wrong = [
        text
        for message in catalogue
        for text in texts_of(message)[1]
        if casual.search(text.strip()) and not text.strip().rstrip(".!?").endswith(polite)
    ]
    assert wrong == []


def test_korean_is_shown_and_english_stays_english():
    with translation.override("ko"):
        assert translation.gettext("Please log in first.") == "먼저 로그인하세요."
    with translation.override("en"):
        assert translation.gettext("Please log in first.") == "Please log in first."


def test_messages_are_found_in_all_kinds_of_sources(tmp_path: Path, monkeypatch):
    app = tmp_path / "shop"
    (app / "tests").mkdir(parents=True)
    (app / "views.py").write_text(
        "from django.utils.translation import gettext as _, ngettext, pgettext\n"
        "_('Plain ' 'and joined')\n_(labels['not']['this'])\n"
        "ngettext('%(n)d box', '%(n)d boxes', count)\npgettext('verb', 'Open')\n"
    )
    (app / "page.html").write_text(
        '{% translate "100% sure" %}\n  {% blocktranslate trimmed %}\n Hello %\n {{ name }}\n{% endblocktranslate %}\n'
        "<c-button :label=\"_('Send')\" title=\"{% translate 'Inside' %}\">\n{{ _('Variable')|upper }}"
    )
    (app / "tests" / "test_it.py").write_text("from gettext import gettext as _\n_('Only in a test')\n")
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    found = {key_of(message) for message in our_messages()[translations.PLATFORM] if message.id}
    assert found == {
        (None, "Plain and joined"),
        (None, ("%(n)d box", "%(n)d boxes")),
        ("verb", "Open"),
        (None, "100%% sure"),
        (None, "Hello %% %(name)s"),
        (None, "Send"),
        (None, "Inside"),
        (None, "Variable"),
    }


def test_a_message_stands_in_the_catalogue_of_the_lowest_floor_that_says_it(tmp_path: Path, monkeypatch):
    for place, texts in {
        "artnex/web.py": ["Everywhere"],
        "brands/views.py": ["Everywhere", "Of brands"],
        "templates/reports/page.py": ["Of brands", "Of reports"],
        "templates/page.py": ["Of the frame"],
    }.items():
        path = tmp_path / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("from gettext import gettext as _\n" + "".join(f"_({text!r})\n" for text in texts))
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    found = {app: {message.id for message in catalogue if message.id} for app, catalogue in our_messages().items()}
    assert {app: texts for app, texts in found.items() if texts} == {
        "": {"Everywhere", "Of the frame"},
        "brands": {"Of brands"},
        "reports": {"Of reports"},
    }


def test_compiling_writes_only_what_is_newer(tmp_path: Path, monkeypatch):
    folder = tmp_path / "brands" / "locale" / "ko" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(translations.HEADER + 'msgid "Yes"\nmsgstr "예"\n')
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    gettext("Yes")
    read_before = trans_real._translations
    assert read_before
    assert translations.compile_catalogues() == [folder / "django.mo"]
    assert trans_real._translations == {}, "a process that had read the catalogues goes on with the old ones"
    assert translations.compile_catalogues() == []
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []
