"""Where the bytes are kept: a private folder, unless `artnex/files/s3.py` takes over."""

from typing import Any

from django.core.files.storage import FileSystemStorage


class PrivateStorage(FileSystemStorage):
    """A folder that no web server serves; `artnex.files.views` hands the files out."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700} | options)

    def url(self, name: str | None) -> str:
        raise NotImplementedError("files are reached by StoredFile.url")

    def presigned(self, name: str, *, headers: dict[str, str]) -> str | None:
        """None: the site itself answers."""
        return None
