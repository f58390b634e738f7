"""Writing contracts. What happens between sending and signing is in services/signing.py.

Whoever changes a contract holds the lock on its row until the transaction ends.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from artnex.errors import InvalidState, TooLarge, UnsupportedMediaType, ValidationFailed
from artnex.events.services import record_event
from artnex.files.kinds import DOCUMENT_LIMITS, Limits
from artnex.files.models import StoredFile, Visibility
from artnex.files.services import delete_file, store_file
from brands.enums import ContractStatus
from brands.models import Brand, Contract

FIELDS = (
    "contract_name",
    "counterparty",
    "status",
    "amount",
    "currency",
    "starts_on",
    "ends_on",
    "sensitive_clause",
)
FREE_WHILE_SIGNED = {"sensitive_clause"}  # signers are never shown it
PURPOSE = "contract"


@transaction.atomic
def create_contract(*, user: Any, brand: Brand, fields: Mapping[str, Any]) -> Contract:
    """A new contract, with its document when `fields` has a `file`; event contract.created.

    Raises ValidationFailed (it ends before it starts, the file is no readable PDF), TooLarge, UnsupportedMediaType.
    """
    contract = Contract(brand=brand)
    _assign(contract, fields)
    _check_dates(contract)
    _take_file(contract, user, fields)
    contract.save()
    record(contract, "created", user)
    return contract


@transaction.atomic
def update_contract(*, user: Any, contract: Contract, fields: Mapping[str, Any]) -> Contract:
    """Change the given fields, and the document when there is a `file`; event contract.updated when anything changed.

    While people are asked to sign, nothing but the sensitive clause may change; a signed document stays for ever.
    Raises InvalidState then, and what `create_contract` raises.
    """
    contract = lock_contract(contract.pk)
    changed = _assign(contract, fields)
    new_file = bool(fields.get("file"))
    if contract_is_out(contract) and (new_file or set(changed) - FREE_WHILE_SIGNED):
        raise InvalidState(_("People are asked to sign this contract. Withdraw it before changing it."))
    if contract.signed_at and (new_file or contract.status in (ContractStatus.DRAFT, ContractStatus.SENT)):
        raise InvalidState(_("This contract is signed: its document cannot be changed any more."))
    _check_dates(contract)
    former = contract.file
    if new_file:
        _take_file(contract, user, fields)
        changed += ["file", "file_sha256"]
    if "ends_on" in changed:
        contract.reminded_days = None  # a new end is reminded of anew
    if changed:
        contract.save(update_fields=[*changed, "reminded_days", "updated_at"])
        record(contract, "updated", user, fields=[name for name in changed if name != "file_sha256"])
    if new_file and former is not None:
        delete_file(file=former, actor=user)
    return contract


@transaction.atomic
def delete_contract(*, user: Any, contract: Contract) -> None:
    """Remove the contract with its documents and open links; event contract.deleted."""
    contract = lock_contract(contract.pk)
    record(contract, "deleted", user)
    files = [file for file in (contract.file, contract.signed_file) if file is not None]
    contract.delete()
    for file in files:
        delete_file(file=file, actor=user)


def lock_contract(pk: int) -> Contract:
    """The contract as it is now, locked until the transaction ends."""
    rows = Contract.objects.select_for_update(of=("self",)).select_related("brand__user", "file", "signed_file")
    return rows.get(pk=pk)


def contract_is_out(contract: Contract) -> bool:
    """Whether people are asked to sign it at the moment."""
    return contract.sent_at is not None and contract.signed_at is None and contract.status == ContractStatus.SENT


def record(contract: Contract, what: str, user: Any, *, notify: Any = (), **more: Any) -> None:
    """Write the event contract.`what`; whoever is told is led to the contract's page."""
    record_event(
        f"contract.{what}",
        actor=user,
        subject=contract,
        brand_id=contract.brand_id,
        data={"id": contract.pk, **more},
        notify=notify,
        url=f"/brands/{contract.brand_id}/contracts/{contract.pk}/" if contract.pk else "",
    )


def store_document(
    *, user: Any, contract: Contract, content: Any, filename: str, limits: Limits = DOCUMENT_LIMITS
) -> StoredFile:
    """Keep a PDF with the contract's brand, guarded; what is wrong with it is said of the field `file`."""
    try:
        return store_file(
            content=content,
            filename=filename,
            owner=user,
            brand_id=contract.brand_id,
            purpose=PURPOSE,
            limits=limits,
            visibility=Visibility.GUARDED,
        )
    except ValidationFailed as failure:
        raise ValidationFailed(details=[{**row, "field": "file"} for row in failure.details]) from failure
    except (TooLarge, UnsupportedMediaType) as failure:
        failure.details = [{"field": "file", "message": failure.message}]
        raise


def _take_file(contract: Contract, user: Any, fields: Mapping[str, Any]) -> None:
    file = fields.get("file")
    if file:
        contract.file = store_document(user=user, contract=contract, content=file, filename=file.name)
        contract.file_sha256 = contract.file.sha256


def _assign(contract: Contract, fields: Mapping[str, Any]) -> list[str]:
    changed = [name for name in FIELDS if name in fields and getattr(contract, name) != fields[name]]
    for name in changed:
        setattr(contract, name, fields[name])
    return changed


def _check_dates(contract: Contract) -> None:
    if contract.starts_on and contract.ends_on and contract.ends_on < contract.starts_on:
        raise ValidationFailed.field("ends_on", _("The end must not be before the start."))
