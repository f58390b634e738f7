"""The team of a brand: everybody on it reads, the owner changes."""

from functools import cached_property
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from artnex.access import RestrictedQuerySet, fetch
from artnex.api.responses import respond
from artnex.api.viewsets import RestrictedViewSet
from artnex.errors import NotFound, ValidationFailed
from brands.models import Brand, BrandInvitation
from brands.queries.team import Member, member_of, team_of
from brands.serializers.team import MemberRoleSerializer, MemberSerializer, NewMemberSerializer, TransferSerializer
from brands.services.team import (
    add_member,
    change_member,
    remove_member,
    require_owner,
    transfer_brand,
    withdraw_invitation,
)


class TeamViewSet(RestrictedViewSet):
    """The brand comes first (404 for strangers), then the right to change the team (403), then the body."""

    queryset = BrandInvitation.objects.all()
    serializer_class = MemberSerializer
    filter_backends = ()
    problems = (402,)

    @cached_property
    def brand(self) -> Brand:
        return fetch(Brand.objects.select_related("user"), self.request.user, "read", pk=self.kwargs["brand_id"])

    def all_rows(self) -> RestrictedQuerySet[Any]:
        return self.queryset.filter(brand=self.brand)

    def read_as(self, form_class: Any) -> dict[str, Any]:
        form = form_class(data=self.request.data)
        form.is_valid(raise_exception=True)
        return dict(form.validated_data)

    def member(self) -> Member:
        member = member_of(self.brand, self.kwargs["user_id"])
        if member is None:
            raise NotFound
        return member

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The owner, editors, viewers, and who was invited."""
        rows = self.paginate_queryset(team_of(self.brand))  # type: ignore[arg-type]
        return self.get_paginated_response(MemberSerializer(rows, many=True).data)

    @extend_schema(request=NewMemberSerializer, responses={201: MemberSerializer})
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Add somebody by e-mail address: at once where there is an account, by invitation where there is none."""
        require_owner(self.brand, request.user)
        fields = self.read_as(NewMemberSerializer)
        person = add_member(user=request.user, brand=self.brand, **fields)
        email = fields["email"].strip().lower()
        member = next(row for row in team_of(self.brand) if row.email == email)
        message = _("The person is on the team now.") if person else _("The invitation is on its way.")
        headers = {"Location": f"{request.path.rstrip('/')}/{person.pk}"} if person else {}
        return respond(MemberSerializer(member).data, status=201, message=message, headers=headers)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return respond(MemberSerializer(self.member()).data)

    @extend_schema(request=MemberRoleSerializer, responses=MemberSerializer)
    def update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Give a member another role."""
        require_owner(self.brand, request.user)
        member = self.member()
        role = self.read_as(MemberRoleSerializer)["role"]
        change_member(user=request.user, brand=self.brand, member=member.person, role=role)
        return respond(MemberSerializer(self.member()).data)

    @extend_schema(request=MemberRoleSerializer, responses=MemberSerializer)
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The same as PUT."""
        return self.update(request, *args, **kwargs)

    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The owner removes somebody; anybody else can remove only themselves."""
        if self.kwargs["user_id"] != request.user.pk:
            require_owner(self.brand, request.user)
        remove_member(user=request.user, brand=self.brand, member=self.member().person)
        return respond(status=204)

    @extend_schema(responses={204: OpenApiResponse(description="Withdrawn")})
    def withdraw(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Withdraw an invitation."""
        require_owner(self.brand, request.user)
        invitation = fetch(self.all_rows(), request.user, "read", pk=self.kwargs["invitation_id"])
        withdraw_invitation(user=request.user, invitation=invitation)
        return respond(status=204)

    @extend_schema(request=TransferSerializer, responses=MemberSerializer(many=True))
    def transfer(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Hand the brand over to one of its editors; the present owner stays as editor."""
        require_owner(self.brand, request.user)
        user_id = self.read_as(TransferSerializer)["user_id"]
        to = get_user_model().objects.filter(pk=user_id, is_active=True).first()
        if to is None:
            raise ValidationFailed.field("user_id", _("Choose an editor of this brand."))
        transfer_brand(user=request.user, brand=self.brand, to=to)
        return respond(MemberSerializer(team_of(self.brand), many=True).data)
