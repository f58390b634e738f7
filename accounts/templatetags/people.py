"""How people are drawn."""

from django import template

from accounts.models import User
from accounts.services.profile import avatar_url

register = template.Library()


@register.simple_tag
def avatar_of(user: User, size: int = 64) -> str:
    """A link to the person's picture; empty when there is none."""
    return avatar_url(user, size) or "" if user.is_authenticated else ""
