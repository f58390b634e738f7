"""The team of a brand as JSON."""

from rest_framework import serializers

from brands.enums import BrandRole

GIVEN_ROLES = [choice for choice in BrandRole.choices if choice[0] != BrandRole.OWNER]


class MemberSerializer(serializers.Serializer):
    """`user_id` is null for somebody who was invited and has no account yet."""

    user_id = serializers.IntegerField(allow_null=True)
    invitation_id = serializers.IntegerField(allow_null=True)
    email = serializers.EmailField()
    name = serializers.CharField(allow_blank=True)
    role = serializers.ChoiceField(choices=BrandRole.choices)
    status = serializers.ChoiceField(choices=["active", "invited"])
    invited_at = serializers.DateTimeField(allow_null=True)


class NewMemberSerializer(serializers.Serializer):
    email = serializers.EmailField(max_length=254)
    role = serializers.ChoiceField(choices=GIVEN_ROLES, default=BrandRole.VIEWER)


class MemberRoleSerializer(serializers.Serializer):
    role = serializers.ChoiceField(choices=GIVEN_ROLES)


class TransferSerializer(serializers.Serializer):
    user_id = serializers.IntegerField(min_value=1)
