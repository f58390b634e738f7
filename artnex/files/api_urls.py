from django.urls import path

from artnex.files.api import StoredFileViewSet

urlpatterns = [path("files/<uuid:pk>", StoredFileViewSet.as_view({"get": "retrieve"}), name="file-detail")]
