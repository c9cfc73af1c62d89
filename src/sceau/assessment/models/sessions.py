"""Sessions, their cohorts and time slots, and what an institution decided about assessment in general."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from sceau.accounts.models import User
from sceau.assessment.states import Mode, Route, SessionKind, SessionState
from sceau.design.models import DesignVersion
from sceau.institutions.models import Habilitation, Institution, Unit


class AssessmentSettings(models.Model):
    """What an institution decided about its assessments.

    gap_limit:             steps of the scale between two marks, above which a third assessor marks
    trainer_may_assess:    whether somebody who trained a candidate may mark (then it is only told)
    appeal_days:           after the release of results, during which a candidate may appeal; 0: no appeal here
    answer_days:           after an appeal, within which an answer is owed
    quorum_percent:        of the voting seats that must be there, and proxies with them when proxies_count
    externals_minimum:     seats of the jury held by people from outside the institution
    seats_minimum:         members of a jury, its president counted
    results_in_credential: whether results per outcome go into the credential
    link_days:             that a link to sign or to a candidate's file lives without being used
    piece_megabytes, pieces_most: of evidence, each and per attempt
    """

    institution = models.OneToOneField(Institution, on_delete=models.PROTECT, related_name="assessment_settings")
    gap_limit = models.PositiveSmallIntegerField(default=1)
    trainer_may_assess = models.BooleanField(default=False)
    appeal_days = models.PositiveSmallIntegerField(default=30)
    answer_days = models.PositiveSmallIntegerField(default=30)
    quorum_percent = models.PositiveSmallIntegerField(default=50)
    proxies_count = models.BooleanField(default=False)
    externals_minimum = models.PositiveSmallIntegerField(default=1)
    seats_minimum = models.PositiveSmallIntegerField(default=3)
    results_in_credential = models.BooleanField(default=False)
    link_days = models.PositiveSmallIntegerField(default=30)
    piece_megabytes = models.PositiveSmallIntegerField(default=20)
    pieces_most = models.PositiveSmallIntegerField(default=20)
    changed_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quorum_percent__gte=1, quorum_percent__lte=100), name="quorum_is_a_share"
            )
        ]

    def __str__(self) -> str:
        return f"assessment settings of {self.institution_id}"


class Session(models.Model):
    """An assessment session of one published version.

    institution:   the certifying body: whose design, whose jury, whose awards
    organiser:     who holds it: the same body, or a partner whose habilitation (then not None) allows it
    code:          short, unique in the institution, shown to people: "S01-1"
    starts_on, ends_on:  None for one that is rolling
    postcode:      of the centre, for the declaration to the State
    route:         frozen from the version when the session is opened
    round:         1, then one more for each series of retakes
    capacity:      most candidates; None: no limit
    is_public:     offered on the page of the micro-credential, for people to enrol themselves until `enrol_until`
    takes_experience: whether one may apply by experience, with evidence and no course
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="sessions")
    organiser = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="organised_sessions")
    habilitation = models.ForeignKey(Habilitation, on_delete=models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.ForeignKey(DesignVersion, on_delete=models.PROTECT, related_name="sessions")
    code = models.CharField(max_length=40)
    title = models.CharField(max_length=200, blank=True, default="")
    kind = models.CharField(max_length=12, choices=SessionKind)
    mode = models.CharField(max_length=8, choices=Mode)
    place = models.CharField(max_length=200, blank=True, default="")
    address = models.CharField(max_length=300, blank=True, default="")
    postcode = models.CharField(max_length=9, blank=True, default="")
    remote_tool = models.CharField(max_length=200, blank=True, default="")
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    deliberates_on = models.DateField(null=True)
    languages: models.JSONField[list[str]] = models.JSONField(default=list)
    capacity = models.PositiveIntegerField(null=True)
    is_public = models.BooleanField(default=False)
    enrol_until = models.DateField(null=True)
    takes_experience = models.BooleanField(default=False)
    route = models.CharField(max_length=10, choices=Route)
    state = models.CharField(max_length=12, choices=SessionState, default=SessionState.OPEN)
    round = models.PositiveSmallIntegerField(default=1)
    notes = models.TextField(blank=True, default="")
    last_candidate = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "code"], name="one_session_a_code"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True, ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="a_session_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(kind=SessionKind.DATED) | Q(starts_on__isnull=False), name="a_dated_session_has_dates"
            ),
            models.CheckConstraint(
                condition=Q(organiser=F("institution")) | Q(habilitation__isnull=False),
                name="a_partner_organises_by_habilitation",
            ),
        ]
        indexes = [models.Index(fields=["institution", "state", "starts_on"], name="sessions_of_an_institution")]

    def __str__(self) -> str:
        return self.code


class Cohort(models.Model):
    """People of a session who sit it together."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="cohorts")
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "name"], name="one_cohort_a_name")]

    def __str__(self) -> str:
        return self.name


class Slot(models.Model):
    """When and where one event is sat, by everybody, by a cohort, or by one candidate (`Candidate.slots`).

    event:       the id of an event of the version, "" for the whole session
    individual:  only for those who are placed in it one by one (`Candidate.slots`); then it has no cohort
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="slots")
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, null=True, related_name="slots")
    event = models.CharField(max_length=20, blank=True, default="")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    room = models.CharField(max_length=120, blank=True, default="")
    capacity = models.PositiveIntegerField(null=True)
    round = models.PositiveSmallIntegerField(default=1)
    individual = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(individual=False) | Q(cohort__isnull=True), name="an_individual_slot_has_no_cohort"
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_slot_ends_after_it_starts"),
        ]
        ordering = ["starts_at", "pk"]

    def __str__(self) -> str:
        return f"{self.event} {self.starts_at:%Y-%m-%d %H:%M}"
