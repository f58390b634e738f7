"""Filling in a diagnosis: data, answers, weights, links for others."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from artnex.errors import NotFound, ValidationFailed
from artnex.events.services import record_event
from brands.models import Brand
from reports.enums import Area
from reports.models import Diagnosis, DiagnosisAnswer, Respondent, RespondentKind
from reports.questions import HIGHEST, LOWEST, by_id
from reports.step_data import clean_step

LINK_DAYS = 30
MOST_RESPONDENTS = 200
HEAVIEST = 10.0


@transaction.atomic
def current_diagnosis(*, user: Any, brand: Brand) -> Diagnosis:
    """The open diagnosis of a brand, begun now when there is none; event diagnosis.started."""
    Brand.objects.select_for_update().only("pk").get(pk=brand.pk)  # two tabs begin one
    diagnosis = Diagnosis.objects.select_for_update().filter(brand=brand, is_open=True).first()
    if diagnosis is None:
        last = Diagnosis.objects.filter(brand=brand).first()
        diagnosis = Diagnosis.objects.create(
            brand=brand, user=user, data=last.data if last else {}, weights=last.weights if last else {}
        )
        record_event("diagnosis.started", actor=user, subject=diagnosis, brand_id=brand.pk, data={"id": diagnosis.pk})
    return diagnosis


@transaction.atomic
def save_step(*, user: Any, brand: Brand, area: str, values: Any) -> Diagnosis:
    """Merge what was entered in one step; what is not given stays. ValidationFailed naming `data.<field>`."""
    cleaned = clean_step(area, values)
    diagnosis = current_diagnosis(user=user, brand=brand)
    diagnosis.data = diagnosis.data | {area: diagnosis.data.get(area, {}) | cleaned}
    diagnosis.save(update_fields=["data", "updated_at"])
    return diagnosis


@transaction.atomic
def set_weights(*, user: Any, brand: Brand, weights: Any) -> Diagnosis:
    """How much each area counts in the overall score; ValidationFailed naming `weights.<area>`."""
    cleaned = check_weights(weights)
    diagnosis = current_diagnosis(user=user, brand=brand)
    diagnosis.weights = diagnosis.weights | cleaned
    if not any(dict.fromkeys(Area.values, 1.0) | diagnosis.weights):
        raise ValidationFailed.field("weights", _("At least one area must count."))
    diagnosis.save(update_fields=["weights", "updated_at"])
    return diagnosis


def check_weights(weights: Any) -> dict[str, float]:
    if not isinstance(weights, Mapping):
        raise ValidationFailed.field("weights", _("Give an object."))
    cleaned = {}
    for area, weight in weights.items():
        if area not in Area.values:
            raise ValidationFailed.field(f"weights.{str(area)[:40]}", _("There is no such area."))
        if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 <= weight <= HEAVIEST:
            message = _("Give a number from 0 to %(most)d.") % {"most": HEAVIEST}
            raise ValidationFailed.field(f"weights.{area}", message)
        cleaned[area] = float(weight)
    if set(cleaned) == set(Area.values) and not any(cleaned.values()):
        raise ValidationFailed.field("weights", _("At least one area must count."))
    return cleaned


@transaction.atomic
def save_answers(*, user: Any, brand: Brand, answers: Any) -> Respondent:
    """Merge the answers of a member of the team (the own view). ValidationFailed naming `answers.<question>`."""
    cleaned = check_answers(answers)
    diagnosis = current_diagnosis(user=user, brand=brand)
    person, _is_new = Respondent.objects.get_or_create(
        diagnosis=diagnosis, user=user, defaults={"name": str(user)[:100], "kind": RespondentKind.SELF}
    )
    _store(person, cleaned)
    return person


@transaction.atomic
def save_answers_by_link(*, respondent: Respondent, answers: Any, finished: bool = False) -> None:
    """Merge the answers of whoever holds a link; event diagnosis.answered once they say they are done."""
    cleaned = check_answers(answers)
    held = Respondent.objects.select_for_update().select_related("diagnosis").get(pk=respondent.pk)
    if not held.diagnosis.is_open:
        raise NotFound
    _store(held, cleaned)
    if finished and held.finished_at is None:
        held.finished_at = timezone.now()
        held.save(update_fields=["finished_at"])
        diagnosis = held.diagnosis
        team = [diagnosis.user] if diagnosis.user else []
        record_event(
            "diagnosis.answered",
            subject=diagnosis,
            brand_id=diagnosis.brand_id,
            data={"id": diagnosis.pk, "kind": held.kind},
            notify=team,
            url=f"/brands/{diagnosis.brand_id}/diagnosis/",
        )


def check_answers(answers: Any) -> dict[str, int | None]:
    """Answers on the scale; ValidationFailed with a row for each that is not."""
    if not isinstance(answers, Mapping):
        raise ValidationFailed.field("answers", _("Give an object."))
    problems = []
    cleaned: dict[str, int | None] = {}
    for key, value in answers.items():
        name = f"answers.{str(key)[:60]}"
        if key not in by_id():
            problems.append({"field": name, "message": _("There is no such question.")})
        elif value is not None and (
            isinstance(value, bool) or not isinstance(value, int) or not LOWEST <= value <= HIGHEST
        ):
            problems.append(
                {"field": name, "message": _("Give a whole number from 1 to 5, or null for not applicable.")}
            )
        else:
            cleaned[key] = value
    if problems:
        raise ValidationFailed(details=problems[:100])
    return cleaned


@transaction.atomic
def invite_respondent(*, user: Any, brand: Brand, kind: str, name: str = "") -> tuple[Respondent, str]:
    """A link by which one more person answers, without an account; returns it with the respondent, once."""
    diagnosis = current_diagnosis(user=user, brand=brand)
    if diagnosis.respondents.count() >= MOST_RESPONDENTS:
        raise ValidationFailed.field("name", _("At most %(most)d people answer.") % {"most": MOST_RESPONDENTS})
    token = secrets.token_urlsafe(24)
    respondent = Respondent.objects.create(
        diagnosis=diagnosis,
        kind=kind,
        name=name.replace("\x00", "").strip()[:100],
        token_hash=_hash(token),
        expires_at=timezone.now() + timedelta(days=LINK_DAYS),
    )
    record_event(
        "diagnosis.invited", actor=user, subject=diagnosis, brand_id=brand.pk, data={"id": diagnosis.pk, "kind": kind}
    )
    return respondent, f"{settings.BASE_URL}/diagnosis/answer/{token}/"


@transaction.atomic
def remove_respondent(*, user: Any, respondent: Respondent) -> None:
    """Take somebody's answers out and close their link; event diagnosis.respondent_removed."""
    diagnosis = respondent.diagnosis
    data = {"id": diagnosis.pk, "kind": respondent.kind}
    record_event("diagnosis.respondent_removed", actor=user, subject=diagnosis, brand_id=diagnosis.brand_id, data=data)
    respondent.delete()


@transaction.atomic
def begin_anew(*, user: Any, brand: Brand) -> Diagnosis:
    """Close the open round and begin another one with the same data and weights, without answers."""
    Brand.objects.select_for_update().only("pk").get(pk=brand.pk)
    Diagnosis.objects.filter(brand=brand, is_open=True).update(is_open=False)
    return current_diagnosis(user=user, brand=brand)


def respondent_by_token(token: str) -> Respondent:
    """Whoever holds this link; NotFound when it is unknown, has ended, or the round is over."""
    rows = Respondent.objects.select_related("diagnosis__brand")
    found = rows.filter(token_hash=_hash(token), diagnosis__is_open=True, expires_at__gt=timezone.now()).first()
    if found is None:
        raise NotFound
    return found


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _store(person: Respondent, answers: Mapping[str, int | None]) -> None:
    DiagnosisAnswer.objects.bulk_create(
        [DiagnosisAnswer(respondent=person, question_id=key, value=value) for key, value in answers.items()],
        update_conflicts=True,
        unique_fields=["respondent", "question_id"],
        update_fields=["value", "updated_at"],
    )
