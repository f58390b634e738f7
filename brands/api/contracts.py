"""Contracts of a brand, their documents, and signing by link."""

from typing import Any, ClassVar

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from artnex.access import RestrictedQuerySet
from artnex.api.parsers import JsonParser, UploadParser
from artnex.api.responses import respond
from artnex.api.views import ApiView
from artnex.api.viewsets import RestrictedViewSet
from artnex.errors import BadRequest
from brands.api.base import UnderBrandViewSet
from brands.document_answers import document_answer
from brands.filters.contracts import ContractFilters
from brands.models import Contract, ContractSigner
from brands.queries.contracts import may_read_clauses
from brands.serializers.contracts import (
    ContractSerializer,
    DeclineSerializer,
    SendSerializer,
    SignerSerializer,
    SigningSerializer,
    SignSerializer,
)
from brands.services.contracts import create_contract, delete_contract, update_contract
from brands.services.documents import read_document
from brands.services.signing import (
    cancel_signing,
    decline_contract,
    note_opened,
    remind_signer,
    send_contract,
    sign_contract,
    signer_of,
)

VERSIONS = ("original", "signed")


class ContractViewSet(UnderBrandViewSet):
    queryset = Contract.objects.prefetch_related("signers")
    serializer_class = ContractSerializer
    parser_classes = [JsonParser, UploadParser]
    filterset_class = ContractFilters
    search_fields = ("contract_name", "counterparty")
    ordering_fields = ("contract_name", "status", "amount", "starts_on", "ends_on", "created_at", "updated_at")

    def get_serializer_context(self) -> dict[str, Any]:
        with_clause = may_read_clauses(self.request.user, self.kwargs.get("brand_id", 0))
        return {**super().get_serializer_context(), "with_clause": with_clause}

    def perform_create(self, fields: dict[str, Any]) -> Contract:
        return create_contract(user=self.request.user, brand=self.brand, fields=fields)

    def perform_update(self, instance: Contract, fields: dict[str, Any]) -> Contract:
        return update_contract(user=self.request.user, contract=instance, fields=fields)

    def perform_destroy(self, instance: Contract) -> None:
        delete_contract(user=self.request.user, contract=instance)


class OneContractViewSet(RestrictedViewSet):
    """What is done with one contract, at `/contracts/{id}/…`."""

    queryset = Contract.objects.select_related("file", "signed_file")
    serializer_class = ContractSerializer
    produces: ClassVar[tuple[str, ...]] = ("application/pdf",)

    @extend_schema(
        parameters=[OpenApiParameter("version", str, enum=VERSIONS)],
        responses={(200, "application/pdf"): OpenApiTypes.BINARY},
    )
    def file(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        """The signed PDF, or the original while there is none; 409 when it is no longer what was stored."""
        contract = self.fetch_object()
        version = request.query_params.get("version") or ("signed" if contract.signed_file_id else "original")
        if version not in VERSIONS:
            raise BadRequest
        return document_answer(*read_document(contract, signed=version == "signed"))

    @extend_schema(request=SendSerializer, responses={200: ContractSerializer})
    def send(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Ask people to sign: each gets a link by mail, in the order given."""
        contract = self.fetch_object("update")
        form = SendSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        sent = send_contract(user=request.user, contract=contract, signers=form.validated_data["signers"])
        return respond(self.present(sent))

    @extend_schema(request=None, responses={200: ContractSerializer})
    def cancel(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Withdraw it from those who are asked to sign: their links end, it is a draft again."""
        contract = cancel_signing(user=request.user, contract=self.fetch_object("update"))
        return respond(self.present(contract))

    def get_serializer_context(self) -> dict[str, Any]:
        # Sending and withdrawing is done by those who may change the contract, and so read all of it.
        return {**super().get_serializer_context(), "with_clause": self.action in ("send", "cancel")}


class SignerViewSet(RestrictedViewSet):
    """Who was asked to sign a contract."""

    queryset = ContractSigner.objects.all()
    serializer_class = SignerSerializer

    def all_rows(self) -> RestrictedQuerySet[Any]:
        return self.queryset.filter(contract=self.kwargs["contract_id"])

    @extend_schema(request=None, responses={200: SignerSerializer})
    def remind(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Send the link once more; at most once an hour."""
        return respond(self.present(remind_signer(signer=self.fetch_object("update"))))


class SignView(ApiView):
    """For whoever has the link; an account does not matter."""

    open_to_everyone = True
    authentication_classes = []
    throttle_scope = "sign"
    problems: ClassVar[tuple[int, ...]] = (404, 409, 410)

    @extend_schema(responses={200: SigningSerializer})
    def get(self, request: Request, token: str) -> Response:
        """What is to be signed."""
        signer = signer_of(token)
        note_opened(signer=signer)
        return respond(_present(signer, signer.contract))

    @extend_schema(request=SignSerializer, responses={200: SigningSerializer})
    def post(self, request: Request, token: str) -> Response:
        """Sign. 404 for an unknown link, 410 for one that is used, expired or withdrawn."""
        signer = signer_of(token)
        form = SignSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        contract = sign_contract(token=token, **form.validated_data)
        return respond(_present(signer, contract))


class DeclineView(ApiView):
    """Refusing to sign, for whoever has the link."""

    open_to_everyone = True
    authentication_classes = []
    throttle_scope = "sign"
    problems: ClassVar[tuple[int, ...]] = (404, 410)

    @extend_schema(request=DeclineSerializer, responses={200: SigningSerializer})
    def post(self, request: Request, token: str) -> Response:
        """Decline, with a reason: the contract is a draft again and all its links end."""
        signer = signer_of(token)
        form = DeclineSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        return respond(_present(signer, decline_contract(token=token, **form.validated_data)))


def _present(signer: ContractSigner, contract: Contract) -> dict[str, Any]:
    return SigningSerializer(
        {
            "contract_name": contract.contract_name,
            "counterparty": contract.counterparty,
            "brand_name": contract.brand.brand_name,
            "signer_name": signer.name,
            "status": contract.status,
            "document_sha256": contract.file_sha256,
        }
    ).data
