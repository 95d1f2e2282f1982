"""Addresses under /look/."""

from django.urls import path

from gongkai.look import views

app_name = "look"
urlpatterns = [path("prefer/", views.prefer, name="prefer")]
