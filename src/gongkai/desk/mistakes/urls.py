"""The addresses of 网站找错 at the desk."""

from django.urls import path

from gongkai.desk.mistakes import answering

urlpatterns = [
    path("errors/", answering.errors, name="errors"),
    path("errors/<int:pk>/", answering.error, name="error"),
    path("errors/<int:pk>/contact/", answering.error_contact, name="error_contact"),
    path("errors/<int:pk>/versions/<int:number>/close/", answering.error_close_version, name="error_close_version"),
]
