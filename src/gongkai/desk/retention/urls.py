"""The addresses of retention at the desk."""

from django.urls import path

from gongkai.desk.retention import archives, holds, lists, overview

_LIST = "retention/lists/<int:pk>/"
urlpatterns = [
    path("retention/", overview.retention, name="retention"),
    path("retention/archives/", archives.retention_archives, name="retention_archives"),
    path("retention/archives/<int:package>/", archives.retention_archive, name="retention_archive"),
    path("retention/holds/", holds.retention_holds, name="retention_holds"),
    path("retention/holds/<int:pk>/lift/", holds.retention_hold_lift, name="retention_hold_lift"),
    path(_LIST, lists.retention_list, name="retention_list"),
    path(f"{_LIST}approve/", lists.retention_list_approve, name="retention_list_approve"),
    path(f"{_LIST}return/", lists.retention_list_return, name="retention_list_return"),
    path(f"{_LIST}withdraw/", lists.retention_list_withdraw, name="retention_list_withdraw"),
    path(f"{_LIST}restore/", lists.retention_list_restore, name="retention_list_restore"),
    path(f"{_LIST}certificate/", lists.retention_list_certificate, name="retention_list_certificate"),
    path(f"{_LIST}sheet/", lists.retention_list_sheet, name="retention_list_sheet"),
    path("retention/bodies/<slug:slug>/", overview.retention_preview, name="retention_preview"),
    path("retention/bodies/<slug:slug>/<slug:kind>/", overview.retention_length, name="retention_length"),
]
