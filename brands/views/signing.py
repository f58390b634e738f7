"""The pages of somebody who was asked to sign: no account, only the link."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _

from artnex.api.throttling import count_request
from artnex.web.pages import FormPage, Page
from brands.document_answers import document_answer
from brands.forms.contracts import DeclineForm, SignForm
from brands.models import ContractSigner
from brands.services.documents import read_document
from brands.services.signing import decline_contract, note_opened, sign_contract, signer_of


class SigningMixin:
    """`self.signer`: whom the link belongs to. Guessing is slow: a limit counts the calls of an address."""

    request: Any
    kwargs: dict[str, Any]

    @cached_property
    def signer(self) -> ContractSigner:
        return signer_of(self.kwargs["token"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        count_request(None, "sign")
        response = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        add_never_cache_headers(response)
        # The address is the key: no other site hears of it. Any stricter, and forms would come from nowhere.
        response.headers["Referrer-Policy"] = "same-origin"
        return response  # type: ignore[no-any-return]

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(  # type: ignore[misc]
            signer=self.signer, contract=self.signer.contract, token=self.kwargs["token"], **extra
        )


class SigningFormPage(SigningMixin, FormPage):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        note_opened(signer=self.signer)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.signer  # noqa: B018 - a link that is over is said before anything typed is judged
        return super().post(request, *args, **kwargs)


class SignPage(SigningFormPage):
    form_class = SignForm
    template_name = "brands/contracts/sign.html"
    title = _("Read and sign")
    submit_label = _("Sign")

    def save(self, form: SignForm) -> str:
        sign_contract(token=self.kwargs["token"], **form.cleaned_data)
        return reverse("brands:sign_signed")


class DeclinePage(SigningFormPage):
    form_class = DeclineForm
    template_name = "brands/contracts/decline.html"
    title = _("Decline to sign")
    submit_label = _("Decline")

    def save(self, form: DeclineForm) -> str:
        decline_contract(token=self.kwargs["token"], reason=form.cleaned_data["reason"])
        return reverse("brands:sign_declined")


class SignFilePage(SigningMixin, Page):
    """The document, in the browser's own viewer."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        note_opened(signer=self.signer)
        return document_answer(*read_document(self.signer.contract, signed=False), inline=True)


class SignDonePage(Page):
    template_name = "brands/contracts/sign_done.html"

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(is_signed=self.kwargs["answer"] == "signed", **extra)

    def get_title(self) -> Any:
        return _("Thank you") if self.kwargs["answer"] == "signed" else _("Declined")
