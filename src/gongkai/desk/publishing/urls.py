"""The addresses of publication at the desk: drafts, from the file that is dropped to the review."""

from django.urls import path

from gongkai.desk.publishing import drop, editing, evaluating, files, lists, mending, page, words

urlpatterns = [
    path("info/", lists.info, name="info"),
    path("info/new/", drop.info_new, name="info_new"),
    path("info/clean/", editing.info_clean, name="info_clean"),
    path("info/words/", words.info_words, name="info_words"),
    path("info/evaluate/", evaluating.info_evaluate, name="info_evaluate"),
    path("info/items/<int:pk>/change/", drop.info_change, name="info_change"),
    path("info/applications/<int:pk>/", evaluating.info_from_case, name="info_from_case"),
    path("info/<int:pk>/", page.info_draft, name="info_draft"),
    path("info/<int:pk>/edit/", editing.info_edit, name="info_edit"),
    path("info/<int:pk>/check/", editing.info_check, name="info_check"),
    path("info/<int:pk>/mend/", mending.info_mend, name="info_mend"),
    path("info/<int:pk>/send/", editing.info_send, name="info_send"),
    path("info/<int:pk>/recall/", editing.info_recall, name="info_recall"),
    path("info/<int:pk>/discard/", editing.info_discard, name="info_discard"),
    path("info/<int:pk>/restore/", editing.info_restore, name="info_restore"),
    path("info/<int:pk>/open/", evaluating.info_open, name="info_open"),
    path("info/<int:pk>/saves/", editing.info_saves, name="info_saves"),
    path("info/<int:pk>/preview/", page.info_preview, name="info_preview"),
    path("info/<int:pk>/files/", files.info_files, name="info_files"),
    path("info/<int:pk>/files/<int:file>/", files.info_file, name="info_file"),
]
