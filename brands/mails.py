"""What the mails about a brand's team say. The jobs of accounts send them."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import links
from accounts.services.mails import Mail, register_mail
from brands.enums import BrandRole
from brands.models import Brand, BrandInvitation
from brands.services.team import MAIL_ADDED, MAIL_INVITED


def _added(user: Any, facts: Mapping[str, Any]) -> Mail | None:
    """To somebody with an account who works on a brand from now on; nothing when that is over already."""
    brand = Brand.objects.restrict(user, "read").filter(pk=facts["brand_id"]).first()
    if brand is None:
        return None
    words = {"by": facts["by"], "brand": brand.brand_name, "role": BrandRole(facts["role"]).label}
    return Mail(
        subject=_("You are on the team of %(brand)s now") % words,
        paragraphs=[_("%(by)s added you to the brand “%(brand)s” on ArtNex. Your role: %(role)s.") % words],
        button=_("Open the brand"),
        link=settings.BASE_URL + reverse("brands:brand", args=[brand.pk]),
        closing=_("If you do not want this, you can leave the team on its page."),
    )


def _invited(user: Any, facts: Mapping[str, Any]) -> Mail | None:
    """To an address without an account; nothing when the invitation was withdrawn."""
    invitation = BrandInvitation.objects.filter(brand=facts["brand_id"], email=facts["email"]).first()
    if invitation is None:
        return None
    words = {"by": facts["by"], "brand": invitation.brand.brand_name, "role": invitation.get_role_display()}
    return Mail(
        subject=_("Invitation to the brand %(brand)s") % words,
        paragraphs=[
            _("%(by)s would like to work with you on the brand “%(brand)s” on ArtNex. Your role: %(role)s.") % words,
            _("Sign up with this e-mail address, and the brand is there when you log in."),
        ],
        button=_("Sign up"),
        link=links.absolute("accounts:sign_up"),
        closing=_("If you do not know the sender, you need not do anything."),
    )


def register_brand_mails() -> None:
    """Called at start."""
    register_mail(MAIL_ADDED, _added)
    register_mail(MAIL_INVITED, _invited)
