"""Which brands a live connection may follow, and what brand pages say to theirs."""

import pytest
from django.test import Client

from accounts.live import pass_of_token
from accounts.services.sessions import open_api_session
from accounts.tests.factories import UserFactory
from artnex.live import context_processors
from artnex.live.entrance import readable
from brands.services.team import grant
from brands.tabs import things_on
from brands.tests.factories import BrandFactory

pytestmark = pytest.mark.django_db


def test_brands_are_readable_as_everywhere():
    user = UserFactory()
    own, shared, strange = BrandFactory(user=user), BrandFactory(), BrandFactory()
    grant(shared, user, "viewer")
    ticket = pass_of_token(open_api_session(user=user).access_token)
    assert readable(ticket, [own.pk, shared.pk, strange.pk, 10**9]) == {own.pk, shared.pk}


def test_brand_page_says_whose_people_and_which_changes_it_shows(monkeypatch):
    monkeypatch.setattr(context_processors, "channel", object)
    brand = BrandFactory()
    browser = Client()
    browser.force_login(brand.user)
    page = browser.get(f"/brands/{brand.pk}/kpis/").content.decode()
    assert 'data-live="/ws"' in page
    assert f'data-live-brand="{brand.pk}" data-live-nouns="kpi"' in page


def test_page_does_not_try_where_nothing_takes_a_live_connection():
    browser = Client()
    browser.force_login(UserFactory())
    assert "data-live=" not in browser.get("/").content.decode()


def test_tab_that_names_nothing_shows_nothing_that_changes():
    assert things_on("no-such-tab") == ()
