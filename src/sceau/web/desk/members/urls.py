"""Addresses of the team."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sceau.web.desk.members import invitations, pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("members/", pages.members, name="desk_members"),
    path("members/invite", invitations.invite, name="desk_invite"),
    path("members/<uuid:uuid>/change", pages.change, name="desk_member_change"),
    path("members/<uuid:uuid>/end", pages.end, name="desk_member_end"),
    path("members/<uuid:uuid>/leave", pages.leave, name="desk_member_leave"),
    path("invitations/<uuid:uuid>/resend", invitations.resend, name="desk_invitation_resend"),
    path("invitations/<uuid:uuid>/withdraw", invitations.withdraw, name="desk_invitation_withdraw"),
]
