"""Endpoints of insights: every module here brings its own list."""

from importlib import import_module
from pkgutil import iter_modules

from django.urls import URLPattern

urlpatterns: list[URLPattern] = [
    pattern for module in iter_modules(__path__) for pattern in import_module(f"{__name__}.{module.name}").urlpatterns
]
