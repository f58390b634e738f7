"""Reading a contract's documents: never without looking whether they are still what was stored."""

import hashlib
from dataclasses import dataclass

from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from artnex.errors import Conflict, NotFound
from artnex.files.models import StoredFile
from brands.models import Contract


class DocumentTampered(Conflict):
    """The bytes in the storage are not those that were uploaded or signed."""

    default_message = _("The document is not what was stored: it was changed or is lost. It is not handed out.")


@dataclass(frozen=True)
class Verdict:
    """What a look at one document gave; `is_intact` is None when there is none."""

    sha256: str
    is_intact: bool | None


def read_document(contract: Contract, *, signed: bool) -> tuple[StoredFile, bytes]:
    """The original or the signed PDF. NotFound when there is none, DocumentTampered when it is another."""
    file = contract.signed_file if signed else contract.file
    if file is None:
        raise NotFound
    content = _intact_content(file, contract.signed_sha256 if signed else contract.file_sha256)
    if content is None:
        raise DocumentTampered
    return file, content


def verify_documents(contract: Contract) -> dict[str, Verdict]:
    """Whether the original and the signed document are what was stored."""
    pairs = {
        "original": (contract.file, contract.file_sha256),
        "signed": (contract.signed_file, contract.signed_sha256),
    }
    return {
        name: Verdict(sha256, None if file is None else _intact_content(file, sha256) is not None)
        for name, (file, sha256) in pairs.items()
    }


def _intact_content(file: StoredFile, sha256: str) -> bytes | None:
    try:
        content = file.read()
    except FileNotFoundError:
        return None
    return content if constant_time_compare(hashlib.sha256(content).hexdigest(), sha256) else None
