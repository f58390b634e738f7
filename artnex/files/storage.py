from django.core.files.storage import FileSystemStorage


class PrivateStorage(FileSystemStorage):
    pass
