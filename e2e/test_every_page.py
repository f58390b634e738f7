"""Every page of the demo company, on a phone and in Korean, where most goes wrong: see e2e/sweep.py."""

import pytest

from artnex.demo import LOCAL_PASSWORD, demo_email, load_demo
from e2e.sweep import Look, find_pages, log_in, look_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_no_page_is_broken_too_wide_or_untranslated(chromium, live_server):
    load_demo(say=lambda _line: None)
    context = chromium.new_context(base_url=live_server.url)
    page = context.new_page()
    log_in(page, demo_email("marketer"), LOCAL_PASSWORD)
    paths = find_pages(page)
    assert len(paths) > 60, "links are not found any more"
    findings = look_at(chromium, live_server.url, Look("ko", 390, "light"), context.cookies(), paths, None)
    context.close()
    assert not findings.rows, "\n".join(findings.rows)
