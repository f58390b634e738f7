"""OpenAPI as the endpoints really are: envelope, errors, headers, who may call. Parts that repeat: schema_parts.py."""

import re
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema

from artnex.api.pagination import CursorPages
from artnex.api.schema_parts import envelope, header, parameter, problem

READS_LIKE = {"PUT": "PATCH", "DELETE": "POST"}  # PUT takes part of an object; DELETE may have a body of its own
VERBS = {
    "list": "List {}",
    "retrieve": "Read one of {}",
    "create": "Add to {}",
    "update": "Change one of {}",
    "partial_update": "Change one of {}",
    "destroy": "Delete one of {}",
}


class EnvelopeSchema(AutoSchema):
    """Describes an operation of ApiView. Views describe their `data` only, by `@extend_schema` or serializers."""

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        operation = super().get_operation(*args, **kwargs)
        if operation is None:
            return None
        if self._is_raw():
            operation["x-without-envelope"] = True
        operation["responses"] = self._answers(operation["responses"])
        operation["responses"] |= {str(status): problem(status) for status in self._problems(operation)}
        operation["parameters"] = [*operation.get("parameters", []), *self._headers_read(operation)]
        return operation

    view: Any

    # ── what is read ──
    def get_request_serializer(self) -> Any:
        if self.view.request.method == "DELETE":
            return None
        if getattr(self.view, "action", "") in {"create", "update", "partial_update"}:
            return getattr(self.view, "input_serializer_class", None) or super().get_request_serializer()
        return super().get_request_serializer()

    def _get_request_body(self, direction: str = "request") -> Any:
        method = self.method
        self.method = READS_LIKE.get(method, method)
        try:
            return super()._get_request_body(direction)  # type: ignore[arg-type]
        finally:
            self.method = method

    def _headers_read(self, operation: dict[str, Any]) -> list[dict[str, str]]:
        names = ["Accept-Language"]
        if self.method == "POST":
            names.append("Idempotency-Key")
        if "202" in operation["responses"] and "200" in operation["responses"]:
            names.append("Prefer")
        if self.method in {"PUT", "PATCH"} and getattr(self.view, "reads_if_match", False):
            names.append("If-Match")
        return [parameter(name) for name in names]

    # ── what is answered ──
    def _answers(self, responses: dict[str, Any]) -> dict[str, Any]:
        return {status: self._answer(status, answer) for status, answer in responses.items()}

    def _answer(self, status: str, answer: dict[str, Any]) -> dict[str, Any]:
        if not status.startswith("2"):
            return problem(int(status), str(answer.get("description", "")))
        content = answer.get("content", {})
        if not self._is_raw() and status != "204" and (not content or "application/json" in content):
            media = content.get("application/json", {"schema": {"type": ["object", "null"]}})
            content = content | {"application/json": {**media, "schema": envelope(media["schema"], self._pages())}}
        names = self._headers_of_success(status)
        headers = answer.get("headers", {}) | {name: header(name) for name in names}
        described = {"description": str(answer.get("description") or "Success"), "headers": headers}
        return described | ({"content": content} if content and status != "204" else {})

    def _is_raw(self) -> bool:
        return getattr(self.view, "action", None) in self.view.raw_actions

    def _headers_of_success(self, status: str) -> list[str]:
        names = ["X-Request-ID"]
        if not self.view.open_to_everyone:
            names += ["X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"]
        if status in {"201", "202"}:
            names.append("Location")
        if self.method == "POST":
            names.append("Idempotent-Replayed")
        return names

    def _pages(self) -> str:
        """The component that describes the pages of this list, or nothing for a single object."""
        paginator = self._get_paginator() if self.method == "GET" and self._is_list_view() else None
        if not paginator:
            return ""
        return "CursorPagination" if isinstance(paginator, CursorPages) else "Pagination"

    def _problems(self, operation: dict[str, Any]) -> list[int]:
        found = {400, 401, 406, 429, 500, *self.view.problems}
        if not self.view.open_to_everyone or self.method != "GET":
            found.add(403)
        if "{" in self.path:
            found.add(404)
        if self.method in {"POST", "PUT", "PATCH", "DELETE"}:
            found |= {409, 413, 422}
        if "requestBody" in operation:
            found.add(415)
        return sorted(found - {int(status) for status in operation["responses"]})

    # ── how it is named ──
    def get_auth(self) -> list[dict[str, list[str]]]:
        ways = super().get_auth()
        return [{}, *ways] if self.view.open_to_everyone else ways

    def get_tags(self) -> list[str]:
        return super().get_tags() or ["system"]

    def get_summary(self) -> str | None:
        """The first sentence of the method's docstring; the rest is the description."""
        action = getattr(self.view, "action", None)
        own = getattr(self.view, action or self.method.lower(), None)
        if action in VERBS and not (own and own.__doc__):
            things = [part for part in self.path.split("/") if part and "{" not in part][-1]
            return VERBS[action].format(things.replace("-", " "))
        return _first_sentence(super().get_description())

    def get_description(self) -> str:  # type: ignore[override]
        return " ".join(super().get_description().split())


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=[.!?])\s|[.;:]?\n", text.strip(), maxsplit=1)[0].rstrip(".")


def library_classes() -> list[type]:
    """Bases whose docstrings speak to programmers of endpoints, and not to their callers."""
    from rest_framework.viewsets import GenericViewSet

    from artnex.api import viewsets
    from artnex.api.views import ApiView

    ours = [kind for kind in vars(viewsets).values() if isinstance(kind, type) and issubclass(kind, ApiView)]
    return [object, *GenericViewSet.__mro__, *ours, ApiView]


class BearerScheme(OpenApiAuthenticationExtension):
    target_class = "accounts.authentication.BearerToken"
    name = "bearer"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        about = "The access token of `POST /api/v1/auth/login`."
        return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": about}


class ApiKeyScheme(OpenApiAuthenticationExtension):
    target_class = "accounts.authentication.ApiKeyHeader"
    name = "apiKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        about = "A key of `POST /api/v1/auth/api-keys`; its scopes narrow what its owner may do."
        return {"type": "apiKey", "in": "header", "name": "X-API-Key", "description": about}


class BrowserScheme(OpenApiAuthenticationExtension):
    target_class = "artnex.api.authentication.BrowserSession"
    name = "browserSession"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        about = "The session of a logged-in browser. Unsafe methods also need the CSRF token in `X-CSRFToken`."
        return {"type": "apiKey", "in": "cookie", "name": "artnex_session", "description": about}
