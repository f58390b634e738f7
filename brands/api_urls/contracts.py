"""Contracts and signing."""

from django.urls import path

from artnex.api.viewsets import crud_paths
from brands.api.contracts import ContractViewSet, DeclineView, OneContractViewSet, SignerViewSet, SignView

urlpatterns = [
    *crud_paths("brands/<int:brand_id>/contracts", ContractViewSet, name="contract"),
    path("contracts/<int:pk>/file", OneContractViewSet.as_view({"get": "file"}), name="contract-file"),
    path("contracts/<int:pk>/send", OneContractViewSet.as_view({"post": "send"}), name="contract-send"),
    path("contracts/<int:pk>/cancel", OneContractViewSet.as_view({"post": "cancel"}), name="contract-cancel"),
    path(
        "contracts/<int:contract_id>/signers/<int:pk>/remind",
        SignerViewSet.as_view({"post": "remind"}),
        name="contract-signer-remind",
    ),
    path("contracts/sign/<str:token>/decline", DeclineView.as_view(), name="contract-decline"),
    path("contracts/sign/<str:token>", SignView.as_view(), name="contract-sign"),
]
