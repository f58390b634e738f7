"""Overview, KPIs, personas, competitors and products as pages."""

import pytest

from accounts.tests.factories import UserFactory
from brands.tests.factories import BrandFactory, make_member

pytestmark = pytest.mark.django_db


def test_brand_page_names_the_brand_its_tabs_and_the_role(client):
    brand = BrandFactory(brand_name="한빛정밀")
    client.force_login(brand.user)
    page = client.get(f"/brands/{brand.pk}/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "<h1>한빛정밀</h1>" in text
    assert 'aria-current="page"' in text


def test_brand_page_of_a_stranger_is_404(client):
    brand = BrandFactory()
    client.force_login(UserFactory())
    assert client.get(f"/brands/{brand.pk}/").status_code == 404


def test_viewer_sees_the_brand(client):
    brand = BrandFactory()
    client.force_login(make_member(brand, "viewer"))
    assert client.get(f"/brands/{brand.pk}/").status_code == 200
