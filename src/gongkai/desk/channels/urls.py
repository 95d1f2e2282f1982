"""The addresses of channels at the desk."""

from django.urls import path, re_path

from gongkai.desk.channels import adding, board, pressing, proving, settings, sheets

urlpatterns = [
    path("releases/", board.releases, name="releases"),
    path("releases/<int:pk>/prove/", proving.release_prove, name="release_prove"),
    path("releases/<int:pk>/retry/", pressing.release_retry, name="release_retry"),
    path("releases/<int:pk>/down/", pressing.release_down, name="release_down"),
    path("releases/<int:pk>/check/", pressing.release_check, name="release_check"),
    path("releases/<int:pk>/photo/", sheets.release_photo, name="release_photo"),
    re_path(r"^releases/(?P<pk>\d{1,18})/poster-(?P<paper>a4|a3)\.pdf$", sheets.release_poster, name="release_poster"),
    path("releases/<int:pk>/package.zip", sheets.release_package, name="release_package"),
    re_path(r"^releases/transfer\.(?P<format>docx|xlsx|pdf)$", sheets.release_transfer, name="release_transfer"),
    path("info/items/<int:pk>/channels/", adding.release_add, name="release_add"),
    path("channels/", settings.channels, name="channels"),
    path("channels/<slug:slug>/<slug:channel>/", settings.channel, name="channel"),
    path("channels/<slug:slug>/<slug:channel>/try/", settings.channel_try, name="channel_try"),
]
