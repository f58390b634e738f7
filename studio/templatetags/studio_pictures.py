"""Small versions of pictures in templates."""

from django import template

from artnex.files.models import StoredFile

register = template.Library()


@register.filter
def thumbnail(file: StoredFile, size: int) -> str:
    """The address of a version with a longer side of `size`."""
    return file.thumbnail_url(size)
