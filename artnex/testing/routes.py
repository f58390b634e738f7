"""Every address the site answers to, read from the URL resolver."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

ADMIN, API, PAGE = "admin", "api", "page"
CONVERTER = re.compile(r"<(?:(?P<kind>[^>:]+):)?(?P<name>[^>]+)>")
# "(?P<name>…)" of a regular expression, without groups inside: enough for what Django and packages write.
GROUP = re.compile(r"\(\?P<(?P<name>\w+)>(?:[^()]|\\.)*\)")
METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Route:
    """One address: `path` is written as in urls.py, with its converters."""

    path: str
    name: str
    view: Callable[..., Any]

    def __str__(self) -> str:
        return f"/{self.path}"

    @property
    def kind(self) -> str:
        if self.path.startswith("admin/"):
            return ADMIN
        return API if self.path.startswith("api/") else PAGE

    @property
    def arguments(self) -> list[tuple[str, str]]:
        """(converter, name) of each part that varies."""
        return [(match["kind"] or "str", match["name"]) for match in CONVERTER.finditer(self.path)]

    def url(self, values: dict[str, Any]) -> str:
        return "/" + CONVERTER.sub(lambda match: str(values[match["name"]]), self.path)

    @property
    def methods(self) -> tuple[str, ...]:
        """The methods the view offers; GET and POST for a plain function, which does not say."""
        actions = getattr(self.view, "actions", None)
        if actions:
            return tuple(method for method in METHODS if method in actions)
        view_class = getattr(self.view, "view_class", None) or getattr(self.view, "cls", None)
        if view_class is None:
            return ("get", "post")
        allowed = [method.lower() for method in view_class.http_method_names]
        return tuple(method for method in METHODS if method in allowed and hasattr(view_class, method))

    @property
    def methods_are_guessed(self) -> bool:
        """True for a plain function, which may refuse one of them."""
        return not any(hasattr(self.view, name) for name in ("actions", "view_class", "cls"))

    @property
    def admin_model(self) -> Any:
        """The model whose administration page this is, if it is one."""
        parts = self.path.split("/")
        if self.kind != ADMIN or len(parts) < 4:
            return None
        try:
            return apps.get_model(parts[1], parts[2])
        except LookupError:
            return None


def all_routes() -> list[Route]:
    return sorted(_walk(get_resolver(), "", ""), key=lambda route: route.path)


def _walk(resolver: URLResolver, prefix: str, namespace: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        path = prefix + _written(entry)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, path, inner)
        elif isinstance(entry, URLPattern):
            yield Route(path=path, name=f"{namespace}{entry.name or ''}", view=entry.callback)


def _written(entry: URLPattern | URLResolver) -> str:
    """The pattern in path() notation; a regular expression's groups become text converters."""
    pattern = entry.pattern
    if hasattr(pattern, "_route"):
        return str(pattern)
    return GROUP.sub(lambda match: f"<{match['name']}>", str(pattern)).strip("^$").replace("\\", "")
