"""One stylesheet and one script made of many."""

import os

import pytest
from django.contrib.staticfiles import finders

from artnex.web import bundles


@pytest.fixture
def site(tmp_path, settings):
    settings.BASE_DIR, settings.HOME = tmp_path / "code", tmp_path / "home"
    for name, text in {
        "css/zebra.css": "z{}",
        "css/tokens.css": "t{}",
        "css/print.css": "never{}",
        "js/a.js": "const same = 1;",
        "js/b.js": "const same = 2;",
    }.items():
        path = settings.BASE_DIR / "static" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return settings


def test_stylesheet_begins_with_the_tokens_and_leaves_print_out(site):
    assert bundles.build("css/artnex.css").read_text() == "t{}z{}"


def test_modules_stay_out_of_each_others_way(site):
    assert bundles.build("js/artnex.js").read_text().count("{\nconst same") == 2


def test_bundle_follows_its_sources(site):
    built = bundles.build("css/artnex.css")
    before = built.stat().st_mtime_ns
    assert bundles.build("css/artnex.css").stat().st_mtime_ns == before
    source = site.BASE_DIR / "static/css/zebra.css"
    source.write_text("y{}")
    os.utime(source, ns=(before + 10**9, before + 10**9))
    assert bundles.build("css/artnex.css").read_text() == "t{}y{}"


def test_real_bundles_are_found():
    for name in bundles.BUNDLES:
        assert os.path.getsize(finders.find(name)) > 1000


def test_script_bundle_has_no_imports():
    """Files are put together as they are: one that imports belongs into a sub-folder."""
    for source in bundles.sources_of("js/artnex.js"):
        assert not any(line.startswith(("import ", "export ")) for line in source.read_text().splitlines()), source
