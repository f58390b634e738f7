"""Contracts and signing as JSON."""

from typing import Any

from django.conf import settings
from rest_framework import serializers

from brands.models import Contract, ContractSigner
from brands.serializers.fields import Currency

LONGEST_CLAUSE = 10_000
LONGEST_DRAWING = 700_000  # half a megabyte as base64


class DocumentField(serializers.FileField):
    """A PDF on the way in (multipart), the address to download it from on the way out; null without one."""

    def get_attribute(self, instance: Contract) -> Any:
        return instance

    def to_representation(self, contract: Any) -> str | None:
        return f"{settings.BASE_URL}/api/v1/contracts/{contract.pk}/file" if contract.file_id else None


class SignerSerializer(serializers.ModelSerializer):
    order = serializers.IntegerField(source="turn")

    class Meta:
        model = ContractSigner
        fields = ["id", "name", "email", "order", "status", "viewed_at", "answered_at", "decline_reason"]


class ContractSerializer(serializers.ModelSerializer):
    """`sensitive_clause` is there for the brand's owner and editors alone; others do not get the field."""

    amount = serializers.DecimalField(
        max_digits=16, decimal_places=2, min_value=0, coerce_to_string=False, required=False, allow_null=True
    )
    currency = Currency(required=False)
    sensitive_clause = serializers.CharField(max_length=LONGEST_CLAUSE, required=False, allow_blank=True)
    file = DocumentField(required=False, allow_null=True)
    signers = SignerSerializer(many=True, read_only=True)

    class Meta:
        model = Contract
        fields = [
            "id",
            "brand_id",
            "contract_name",
            "counterparty",
            "status",
            "amount",
            "currency",
            "starts_on",
            "ends_on",
            "sensitive_clause",
            "file",
            "file_sha256",
            "signed_sha256",
            "signers",
            "sent_at",
            "signed_at",
            "created_at",
            "updated_at",
        ]
        read_only_fields = ["file_sha256", "signed_sha256", "sent_at", "signed_at"]

    def to_representation(self, contract: Contract) -> dict[str, Any]:
        if not self.context.get("with_clause"):
            self.fields.pop("sensitive_clause", None)
        return super().to_representation(contract)


class NewSignerSerializer(serializers.Serializer):
    """Those with a lower `order` sign first; the same order means at the same time."""

    name = serializers.CharField(max_length=100)
    email = serializers.EmailField(max_length=254)
    order = serializers.IntegerField(min_value=1, max_value=100, required=False)


class SendSerializer(serializers.Serializer):
    signers = NewSignerSerializer(many=True, allow_empty=False)


class SignSerializer(serializers.Serializer):
    """`drawing` is a PNG as a data address."""

    name = serializers.CharField(max_length=100)
    agree = serializers.BooleanField()
    drawing = serializers.CharField(max_length=LONGEST_DRAWING, required=False, allow_blank=True)


class DeclineSerializer(serializers.Serializer):
    reason = serializers.CharField(max_length=500)


class SigningSerializer(serializers.Serializer):
    """What a signer sees of a contract."""

    contract_name = serializers.CharField()
    counterparty = serializers.CharField()
    brand_name = serializers.CharField()
    signer_name = serializers.CharField()
    status = serializers.CharField()
    document_sha256 = serializers.CharField()
