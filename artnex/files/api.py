"""The endpoint of files. They come in where they belong to (a logo, an asset, a contract), and are described here."""

from artnex.api.viewsets import Retrieving
from artnex.files.models import StoredFile
from artnex.files.serializers import StoredFileSerializer


class StoredFileViewSet(Retrieving):
    """What is known of a file, with fresh links to it."""

    queryset = StoredFile.objects.all()
    serializer_class = StoredFileSerializer
