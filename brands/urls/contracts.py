"""Contracts, and the pages of those who sign."""

from django.urls import path

from brands.views.contracts import (
    CancelSigningPage,
    ContractFilePage,
    ContractPage,
    ContractsPage,
    DeleteContractPage,
    EditContractPage,
    NewContractPage,
    RemindSigner,
    SendContractPage,
)
from brands.views.signing import DeclinePage, SignDonePage, SignFilePage, SignPage

CONTRACTS = "brands/<int:brand_id>/contracts"

urlpatterns = [
    path(f"{CONTRACTS}/", ContractsPage.as_view(), name="contracts"),
    path(f"{CONTRACTS}/new/", NewContractPage.as_view(), name="contract_new"),
    path(f"{CONTRACTS}/<int:pk>/", ContractPage.as_view(), name="contract"),
    path(f"{CONTRACTS}/<int:pk>/file/", ContractFilePage.as_view(), name="contract_file"),
    path(f"{CONTRACTS}/<int:pk>/edit/", EditContractPage.as_view(), name="contract_edit"),
    path(f"{CONTRACTS}/<int:pk>/delete/", DeleteContractPage.as_view(), name="contract_delete"),
    path(f"{CONTRACTS}/<int:pk>/send/", SendContractPage.as_view(), name="contract_send"),
    path(f"{CONTRACTS}/<int:pk>/withdraw/", CancelSigningPage.as_view(), name="contract_cancel"),
    path(f"{CONTRACTS}/<int:pk>/signers/<int:signer_id>/remind/", RemindSigner.as_view(), name="signer_remind"),
    path("sign/signed/", SignDonePage.as_view(), {"answer": "signed"}, name="sign_signed"),
    path("sign/declined/", SignDonePage.as_view(), {"answer": "declined"}, name="sign_declined"),
    path("sign/<str:token>/", SignPage.as_view(), name="sign"),
    path("sign/<str:token>/file/", SignFilePage.as_view(), name="sign_file"),
    path("sign/<str:token>/decline/", DeclinePage.as_view(), name="sign_decline"),
]
