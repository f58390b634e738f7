"""Parts of addresses that are no object."""

from artnex.testing.samples import sample


@sample("rest", under="api/", is_object=False)
def rest(owner):
    return "v1/unheard-of"
