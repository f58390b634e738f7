from django.urls import path

from artnex.files import views

app_name = "files"
urlpatterns = [
    path("files/<uuid:file_id>", views.file, name="file"),
    path("files/<uuid:file_id>/<str:variant>", views.file, name="thumbnail"),
]
