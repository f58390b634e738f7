import pytest
from django.test import override_settings
from django.urls import Resolver404, include, path, re_path, resolve, reverse

from artnex.routing import indexed


def view(request):
    raise AssertionError


lists = [
    path("", include([path("notes", view, name="notes"), path("notes/<int:pk>", view, name="note")])),
    path("<slug:any>/first", view, name="any-first"),
    path("", include([path("notes/<slug:word>", view, name="word"), path("", view, name="root")])),
    path("deep/", include([path("<int:pk>/x", view, name="deep")])),
    path("named/", include(([path("x", view, name="x")], "space"))),
    re_path(r"^re/(?P<tail>.*)$", view, name="regular"),
]


class Module:
    urlpatterns = lists


@pytest.fixture
def routes(monkeypatch):
    monkeypatch.setattr("artnex.routing.import_module", lambda _name: Module)
    for kind, name in ((indexed("api/", "x"), "fast"), (path("api/", include(lists)), "plain")):
        monkeypatch.setitem(__import__("sys").modules, f"routes_{name}", type(name, (), {"urlpatterns": [kind]}))


ADDRESSES = [
    "notes", "notes/5", "notes/abc", "notes/first", "other/first", "", "deep/3/x", "named/x", "re/any/thing",
    "nowhere", "notes/", "deep/x", "named/y", "notes/5/6",
]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.usefixtures("routes")
def test_it_finds_what_django_finds(address):
    found = []
    for urlconf in ("routes_plain", "routes_fast"):
        try:
            match = resolve(f"/api/{address}", urlconf)
            found.append((match.func, match.view_name, match.kwargs, match.args, match.route, match.namespaces))
        except Resolver404:
            found.append(None)
    assert found[0] == found[1]


@pytest.mark.usefixtures("routes")
def test_addresses_are_made_as_always():
    with override_settings(ROOT_URLCONF="routes_fast"):
        assert reverse("note", args=[5]) == "/api/notes/5"
        assert reverse("space:x") == "/api/named/x"


def test_the_real_lists_resolve_alike():
    from artnex.urls import urlpatterns

    [api] = [route for route in urlpatterns if type(route).__name__ == "IndexedResolver"]
    for address in ("auth/me", "audit", "jobs/0d3fb9a2-8f5c-4d1e-9a67-3b1c5e7f9024"):
        assert api.resolve(f"api/v1/{address}").func == super(type(api), api).resolve(f"api/v1/{address}").func
