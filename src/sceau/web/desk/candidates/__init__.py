"""Candidates of a session: enrolment, import, files, arrangements, identity."""
