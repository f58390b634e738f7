"""Routes found by the first part of their address, so that a request does not pay for every app there is."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from importlib import import_module
from typing import Any

from django.urls import ResolverMatch, URLPattern, URLResolver
from django.urls.exceptions import Resolver404
from django.urls.resolvers import RoutePattern

Route = URLPattern | URLResolver


class IndexedResolver(URLResolver):
    """Django's resolver, trying only the routes that begin like the address.

    Lists that are included without a prefix are looked through as one. Order counts as always; routes that begin with a
    variable part are tried for every address.
    """

    def resolve(self, path: str) -> ResolverMatch:
        match = self.pattern.match(str(path))
        if match is None:
            raise Resolver404({"path": path})
        rest = match[0]
        by_first_part, for_all = self._index
        for route in by_first_part.get(rest.partition("/")[0], for_all):
            try:
                found = route.resolve(rest)
            except Resolver404:
                continue
            if found is not None:
                return found if isinstance(route, URLPattern) else super().resolve(path)
        raise Resolver404({"tried": [[route] for route in self.url_patterns], "path": rest})

    @cached_property
    def _index(self) -> tuple[dict[str, list[Route]], list[Route]]:
        """The routes to try for each first part, and those for any other; each in their order."""
        routes = [(_first_part(route), route) for route in _flat(self.url_patterns)]
        parts = {part for part, _ in routes if part is not None}
        index: dict[str, list[Route]] = defaultdict(list)
        for part, route in routes:
            for key in parts if part is None else {part}:
                index[key].append(route)
        return dict(index), [route for part, route in routes if part is None]


def _flat(routes: Any) -> Iterator[Route]:
    for route in routes:
        plain = isinstance(route, URLResolver) and not (route.namespace or route.app_name or route.default_kwargs)
        if plain and isinstance(route.pattern, RoutePattern) and not str(route.pattern):
            yield from _flat(route.url_patterns)
        else:
            yield route


def _first_part(route: Route) -> str | None:
    """The text before the first slash of a route; None when it is variable or unknown."""
    if not isinstance(route.pattern, RoutePattern):
        return None
    first, slash, _ = str(route.pattern).partition("/")
    whole = slash or isinstance(route, URLPattern)
    return first if whole and "<" not in first else None


def indexed(prefix: str, module: str) -> IndexedResolver:
    """`path(prefix, include(module))` for long lists of routes."""
    return IndexedResolver(RoutePattern(prefix, is_endpoint=False), import_module(module))
