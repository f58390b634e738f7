"""Contracts of a brand: list, one contract, writing, sending."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from artnex.access import RestrictedQuerySet, fetch
from artnex.events.models import Event
from artnex.events.queries import line_of
from artnex.web.tables import Column, TableSpec
from brands.document_answers import document_answer
from brands.filters.contracts import ContractFilter
from brands.forms.contracts import ContractForm, SendForm
from brands.models import Contract, ContractSigner
from brands.queries.contracts import contracts_without_clause
from brands.services.contracts import FIELDS, contract_is_out, create_contract, delete_contract, update_contract
from brands.services.documents import read_document, verify_documents
from brands.services.signing import cancel_signing, remind_signer, send_contract
from brands.tabs import BrandTab, register_tab
from brands.views.base import (
    BrandAction,
    BrandFormPage,
    BrandListPage,
    BrandPage,
    BrandRowConfirmPage,
    BrandRowFormPage,
    BrandRowMixin,
)

register_tab(BrandTab("contracts", _("Contracts"), "brands:contracts", order=65))
EVENTS_SHOWN = 30


class ContractPages:
    tab: ClassVar[str] = "contracts"
    tab_url_name: ClassVar[str] = "brands:contracts"
    model = Contract
    brand: Any
    kwargs: dict[str, Any]

    def page_of_row(self) -> str:
        return reverse("brands:contract", args=[self.brand.pk, self.kwargs["pk"]])


class ContractsPage(ContractPages, BrandListPage):
    template_name = "brands/contracts/contracts.html"
    table = TableSpec(
        id="contracts",
        columns=[
            Column(
                "contract_name",
                _("Contract"),
                primary=True,
                sort="contract_name",
                template="brands/contracts/cells/contract.html",
            ),
            Column("counterparty", _("Counterparty"), sort="counterparty"),
            Column("status", _("Status"), sort="status", template="brands/contracts/cells/status.html"),
            Column("amount", _("Amount"), sort="amount", numeric=True, template="brands/contracts/cells/amount.html"),
            Column("starts_on", _("Starts on"), sort="starts_on", shown=False),
            Column("ends_on", _("Ends on"), sort="ends_on"),
            Column("days_left", _("Days left"), numeric=True, template="brands/contracts/cells/days_left.html"),
        ],
        search_fields=["contract_name", "counterparty"],
        search_label=_("Name or counterparty"),
        filterset_class=ContractFilter,
        default_sort="ends_on",
        export_name="artnex-contracts",
        caption=_("Contracts"),
    )

    def get_rows(self) -> QuerySet:
        return super().get_rows().defer("sensitive_clause")


class ContractPage(ContractPages, BrandRowMixin, BrandPage):
    """One contract: state, signers, documents and whether they are intact, what happened."""

    template_name = "brands/contracts/contract.html"
    row_action = "read"

    def get_rows(self) -> RestrictedQuerySet:
        rows = Contract.objects.all() if self.may_edit else contracts_without_clause()
        return rows.filter(brand=self.brand).select_related("file", "signed_file")  # type: ignore[return-value]

    def get_context(self, **extra: Any) -> dict[str, Any]:
        events = Event.objects.filter(subject_type="contract", subject_id=str(self.row.pk), brand_id=self.brand.pk)
        verdicts = verify_documents(self.row)
        return super().get_context(
            signers=self.row.signers.all(),
            happened=[line_of(event) for event in events.order_by("-pk")[:EVENTS_SHOWN]],
            verdicts=verdicts,
            is_tampered=any(verdict.is_intact is False for verdict in verdicts.values()),
            is_out=contract_is_out(self.row),
            may_send=self.may_edit and self.row.status == "draft" and self.row.file is not None,
            clause=self.row.sensitive_clause if self.may_edit else "",
            **extra,
        )


class ContractFilePage(ContractPages, BrandRowMixin, BrandPage):
    """The document to download; `?version=signed` for the signed one."""

    row_action = "read"

    def get_rows(self) -> RestrictedQuerySet:
        rows = contracts_without_clause().filter(brand=self.brand)
        return rows.select_related("file", "signed_file")  # type: ignore[return-value]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        signed = request.GET.get("version") == "signed"
        return document_answer(*read_document(self.row, signed=signed))


class NewContractPage(ContractPages, BrandFormPage):
    form_class = ContractForm
    title = _("New contract")
    success_text = _("The contract is created.")

    def save(self, form: ContractForm) -> str:
        contract = create_contract(user=self.request.user, brand=self.brand, fields=form.cleaned_data)
        return reverse("brands:contract", args=[self.brand.pk, contract.pk])


class EditContractPage(ContractPages, BrandRowFormPage):
    form_class = ContractForm
    title = _("Change a contract")
    success_text = _("The contract is saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        initial = {name: getattr(self.row, name) for name in FIELDS}
        return super().get_form_kwargs() | {"initial": initial}

    def get_success_url(self) -> str:
        return self.page_of_row()

    def save(self, form: ContractForm) -> None:
        update_contract(user=self.request.user, contract=self.row, fields=form.cleaned_data)


class DeleteContractPage(ContractPages, BrandRowConfirmPage):
    success_text = _("The contract is deleted.")
    lead = _("Its documents go with it, and links to sign it end.")

    def get_title(self) -> str:
        return _("Delete “%(name)s”?") % {"name": self.row}

    def save(self, form: Any) -> None:
        delete_contract(user=self.request.user, contract=self.row)


class SendContractPage(ContractPages, BrandRowFormPage):
    form_class = SendForm
    title = _("Send for signature")
    lead = _("Everybody gets a link by mail, which works for 14 days. Nobody needs an account.")
    submit_label = _("Send")
    success_text = _("The contract is sent.")

    def get_success_url(self) -> str:
        return self.page_of_row()

    def save(self, form: SendForm) -> None:
        send_contract(user=self.request.user, contract=self.row, signers=form.signers())


class CancelSigningPage(ContractPages, BrandRowConfirmPage):
    row_action = "update"
    title = _("Withdraw this contract?")
    lead = _("Links to sign it end at once. It becomes a draft again.")
    submit_label = _("Withdraw")
    success_text = _("The contract is withdrawn.")

    def get_success_url(self) -> str:
        return self.page_of_row()

    def save(self, form: Any) -> None:
        cancel_signing(user=self.request.user, contract=self.row)


class RemindSigner(ContractPages, BrandRowMixin, BrandAction):
    success_text = _("The reminder is sent.")

    def act(self) -> str:
        signers = ContractSigner.objects.filter(contract=self.row)
        remind_signer(signer=fetch(signers, self.request.user, "update", pk=self.kwargs["signer_id"]))  # type: ignore[arg-type]
        return self.page_of_row()
