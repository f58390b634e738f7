"""Sample files for the permission matrix."""

from artnex.files.kinds import PHOTO_LIMITS
from artnex.files.models import StoredFile
from artnex.files.services import store_file
from artnex.files.tests.factories import picture
from artnex.testing.samples import sample


@sample("pk", under="api/v1/files/")
@sample("file_id", model=StoredFile)
def file(owner):
    return store_file(content=picture(), filename="sample.png", owner=owner, purpose="sample", limits=PHOTO_LIMITS)


@sample("variant", under="files/", is_object=False)
def variant(owner):
    return "64"
