"""The addresses of work on many cases."""

from django.urls import path

from gongkai.desk.bulk import pages

urlpatterns = [
    path("bulk/", pages.bulk, name="bulk"),
    path("bulk/batches/", pages.bulk_batches, name="bulk_batches"),
    path("bulk/batches/<int:pk>/", pages.bulk_batch, name="bulk_batch"),
    path("bulk/batches/<int:pk>/undo/", pages.bulk_undo, name="bulk_undo"),
]
