"""Files in a private S3 bucket (or anything that speaks its protocol), when AWS_S3_BUCKET is set."""

from typing import Any

from django.conf import settings
from storages.backends.s3 import S3Storage


class PrivateS3Storage(S3Storage):
    """A bucket without ACLs (as new buckets are); links to it are signed and short-lived."""

    LINK_SECONDS = 300

    def __init__(self, **options: Any) -> None:
        endpoint = settings.AWS_S3_ENDPOINT_URL or None
        defaults = {
            "bucket_name": settings.AWS_S3_BUCKET,
            "region_name": settings.AWS_REGION or None,
            "endpoint_url": endpoint,
            "addressing_style": "path" if endpoint else "auto",
            "signature_version": "s3v4",
            "default_acl": None,
            "querystring_auth": True,
            "querystring_expire": self.LINK_SECONDS,
            "file_overwrite": False,
            "object_parameters": {"CacheControl": "private"},
        }
        super().__init__(**defaults | options)

    def presigned(self, name: str, *, headers: dict[str, str]) -> str | None:
        """A link straight to the bucket, which answers with these headers in place of its own."""
        parameters = {f"Response{header.replace('-', '')}": value for header, value in headers.items()}
        return self.url(name, parameters=parameters, expire=self.LINK_SECONDS)
