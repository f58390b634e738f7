"""The team of a brand: who is on it, inviting, roles, leaving, handing over."""

from functools import cached_property
from typing import Any

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.plans import limits_of
from artnex.access import fetch
from artnex.errors import NotFound
from artnex.web.pages import PrivateFormPage, Text
from artnex.web.toasts import toast
from brands.enums import BrandRole
from brands.forms.team import InviteForm, MemberRoleForm, TransferForm
from brands.models import BrandInvitation
from brands.queries.team import Member, member_of, team_of
from brands.services.team import (
    add_member,
    change_member,
    remove_member,
    require_owner,
    seats_of,
    transfer_brand,
    withdraw_invitation,
)
from brands.tabs import BrandTab, register_tab
from brands.views.base import BrandConfirmPage, BrandFormPage, BrandMixin, BrandTitle

register_tab(BrandTab("team", _("Team"), "brands:team", order=80, shows=("member", "brand")))

ROLES = [
    (BrandRole.OWNER, _("Everything, the team and deleting the brand included.")),
    (BrandRole.EDITOR, _("Sees everything, adds and changes.")),
    (BrandRole.VIEWER, _("Sees everything and changes nothing.")),
]


class TeamPage(BrandMixin, BrandTitle, PrivateFormPage):
    """Everybody on the team reads it; the owner invites from here."""

    tab = "team"
    tab_url_name = "brands:team"
    template_name = "brands/team/team.html"
    form_class = InviteForm
    submit_label = _("Add to the team")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        require_owner(self.brand, request.user)
        return super().post(request, *args, **kwargs)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        manages = self.is_owner and self.request.user.may("update:brand")  # type: ignore[union-attr]
        context = super().get_context(members=team_of(self.brand), roles=ROLES, manages=manages, **extra)
        if manages:
            owner = self.brand.user
            context |= {"seats": len(seats_of(owner)), "seat_limit": limits_of(owner)["seats"]}
        return context

    def save(self, form: InviteForm) -> str:
        person = add_member(user=self.request.user, brand=self.brand, **form.cleaned_data)
        if person is None:
            toast(self.request, gettext("The invitation is on its way to %(email)s.") % form.cleaned_data)
        else:
            toast(self.request, gettext("%(name)s is on the team now.") % {"name": person})
        return self.get_success_url()


class OwnersPage:
    """Only the owner of the brand may open it."""

    brand: Any
    tab_url_name = "brands:team"

    def check_brand(self) -> Any:
        require_owner(self.brand, self.request.user)  # type: ignore[attr-defined]
        return self.brand


class MemberMixin:
    """`self.member`: the person on this brand's team that the URL names; the owner is none."""

    brand: Any
    kwargs: dict[str, Any]

    @cached_property
    def member(self) -> Member:
        member = member_of(self.brand, self.kwargs["user_id"])
        if member is None or member.role == BrandRole.OWNER:
            raise NotFound
        return member


class MemberRolePage(OwnersPage, MemberMixin, BrandFormPage):
    tab = "team"
    form_class = MemberRoleForm
    success_text = _("The role is changed.")

    def get_title(self) -> Text:
        return gettext("Role of %(name)s") % {"name": self.member.name}

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(member=self.member, **extra)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"initial": {"role": self.member.role}}

    def save(self, form: MemberRoleForm) -> None:
        role = form.cleaned_data["role"]
        change_member(user=self.request.user, brand=self.brand, member=self.member.person, role=role)


class RemoveMemberPage(OwnersPage, MemberMixin, BrandConfirmPage):
    title: Text = _("Remove from the team?")
    submit_label = _("Remove")
    success_text = _("The person is no longer on the team.")

    @property
    def lead(self) -> str:  # type: ignore[override]
        words = {"name": self.member.name, "brand": self.brand.brand_name}
        return gettext("%(name)s cannot see the brand “%(brand)s” any more, from now on.") % words

    def save(self, form: Any) -> None:
        remove_member(user=self.request.user, brand=self.brand, member=self.member.person)


class WithdrawInvitationPage(OwnersPage, BrandConfirmPage):
    title: Text = _("Withdraw the invitation?")
    submit_label = _("Withdraw")
    success_text = _("The invitation is withdrawn.")

    @cached_property
    def invitation(self) -> BrandInvitation:
        rows = BrandInvitation.objects.filter(brand=self.brand)
        return fetch(rows, self.request.user, "read", pk=self.kwargs["invitation_id"])

    @property
    def lead(self) -> str:  # type: ignore[override]
        return gettext("Signing up with %(email)s gives no access any more.") % {"email": self.invitation.email}

    def save(self, form: Any) -> None:
        withdraw_invitation(user=self.request.user, invitation=self.invitation)


class LeavePage(BrandConfirmPage):
    brand_action = "read"
    tab_url_name = "brands:team"
    title: Text = _("Leave this team?")
    submit_label = _("Leave")

    @property
    def lead(self) -> str:  # type: ignore[override]
        words = {"brand": self.brand.brand_name}
        return gettext("You cannot see the brand “%(brand)s” any more, until its owner adds you again.") % words

    def save(self, form: Any) -> str:
        remove_member(user=self.request.user, brand=self.brand, member=self.request.user)
        toast(self.request, gettext("You have left the team of %(brand)s.") % {"brand": self.brand.brand_name})
        return reverse("web:home")


class TransferPage(OwnersPage, BrandFormPage):
    tab = "team"
    form_class = TransferForm
    title: Text = _("Hand the brand over")
    lead: Text = _("The new owner may do everything, the team included. You stay on the team as editor.")
    submit_label = _("Hand over")
    success_text = _("The brand has a new owner.")

    def get_form_kwargs(self) -> dict[str, Any]:
        members = [member for member in team_of(self.brand) if member.role == BrandRole.EDITOR and member.person]
        editors = [(member.person.pk, f"{member.name} ({member.email})") for member in members]
        return super().get_form_kwargs() | {"editors": editors}

    def save(self, form: TransferForm) -> None:
        to = get_user_model().objects.get(pk=form.cleaned_data["user_id"])
        transfer_brand(user=self.request.user, brand=self.brand, to=to)
