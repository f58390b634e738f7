"""Objects for the addresses of studio (see artnex/testing/samples.py)."""

from artnex.testing.samples import sample
from brands.tests.samples import brand_of
from studio.models import Asset, Generation
from studio.tests.factories import make_asset, make_generation


@sample("pk", under=("api/v1/assets/", "studio/library/"), model=Asset, shared=True)
def asset(owner):
    return make_asset(owner, brand=brand_of(owner))


@sample("pk", under="studio/history/", model=Generation, shared=True)
def generation(owner):
    return make_generation(owner, brand=brand_of(owner))


@sample("platform", under="api/v1/platforms/", is_object=False)
def platform(owner):
    return "instagram"
