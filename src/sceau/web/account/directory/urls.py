"""Addresses of the sign-in through a directory."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sceau.web.account.directory import pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.find, name="directory_find"),
    path("<slug:slug>/", pages.door, name="directory_sign_in"),
    path("<slug:slug>/start/", pages.start, name="directory_start"),
    path("<slug:slug>/callback/", pages.callback, name="directory_callback"),
    path("<slug:slug>/logout/", pages.logged_out_there, name="directory_logout"),
]
