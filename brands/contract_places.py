"""What contracts put into the command palette, the mails and one's own copy."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.services.export import register_export
from artnex.web.navigation import MAX_FOUND, Found, register_search


def register() -> None:
    """Called at start."""
    from brands.contract_mails import register_contract_mails

    register_contract_mails()
    register_search("contracts", _("Contracts"), find_contracts)
    register_export("contracts", own_contracts)


def find_contracts(user: Any, text: str) -> Iterator[Found]:
    """Contracts of the brands this person may see, by a word of name or counterparty."""
    from brands.models import Contract

    rows = Contract.objects.restrict(user, "read").defer("sensitive_clause").select_related("brand")
    for word in text.split()[:8]:
        rows = rows.filter(contract_name__icontains=word) | rows.filter(counterparty__icontains=word)
    for contract in rows[:MAX_FOUND]:
        url = reverse("brands:contract", args=[contract.brand_id, contract.pk])
        yield Found(contract.contract_name, url, "file", contract.brand.brand_name)


def own_contracts(user: Any) -> list[dict[str, Any]]:
    """Contracts of own brands; sensitive clauses stay behind, as the copy travels unencrypted."""
    from brands.models import Contract

    names = ("id", "brand_id", "contract_name", "counterparty", "status", "amount", "currency", "starts_on", "ends_on")
    return list(Contract.objects.filter(brand__user=user).values(*names, "created_at", "signed_at"))
