"""Addresses of the directory's pages at the desk."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sceau.web.desk.directory import pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("<slug:slug>/directory/", pages.overview, name="desk_directory"),
    path("<slug:slug>/directory/settings/", pages.edit, name="desk_directory_settings"),
    path("<slug:slug>/directory/test/", pages.test, name="desk_directory_test"),
    path("<slug:slug>/directory/domains/", pages.add_domain, name="desk_directory_domains"),
    path("<slug:slug>/directory/domains/<str:domain>/", pages.remove_domain, name="desk_directory_domain"),
    path("<slug:slug>/directory/on/", pages.turn_on, name="desk_directory_on"),
    path("<slug:slug>/directory/off/", pages.off, name="desk_directory_off"),
    path("<slug:slug>/directory/required/", pages.require, name="desk_directory_required"),
    path("<slug:slug>/directory/people/<uuid:uuid>/", pages.forget, name="desk_directory_person"),
]
