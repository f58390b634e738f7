"""Writing Brand DNA: every save is a version, and nobody overwrites unseen work of somebody else."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from artnex.errors import ValidationFailed, VersionConflict
from artnex.events.services import record_event
from brands.engine.dna import AXES, axis_error, tokens_for
from brands.models import Brand, BrandDna, BrandDnaVersion, DnaComment, DnaPreset


def check_axes(axes: Mapping[str, float], *, every: bool) -> None:
    """Raise ValidationFailed naming each axis that is missing (when `every`) or out of range."""
    problems = []
    for axis in AXES:
        if axis not in axes:
            if every:
                problems.append({"field": f"axes.{axis}", "message": _("This field is required.")})
        elif problem := axis_error(axis, axes[axis]):
            problems.append({"field": f"axes.{axis}", "message": problem})
    if problems:
        raise ValidationFailed(details=problems)


@transaction.atomic
def create_dna(*, user: Any, brand: Brand | None, name: str, axes: Mapping[str, float], note: str = "") -> BrandDna:
    """A new DNA with version 1; event brand_dna.created."""
    check_axes(axes, every=True)
    dna = BrandDna(user=user, brand=brand, name=name)
    _set_axes(dna, axes)
    dna.save()
    _write_version(dna, author=user, note=note)
    record_event("brand_dna.created", actor=user, subject=dna, brand_id=dna.brand_id, data={"id": dna.pk})
    return dna


@transaction.atomic
def save_dna(
    *,
    user: Any,
    dna: BrandDna,
    axes: Mapping[str, float] | None = None,
    name: str | None = None,
    note: str = "",
    expected_version: int | None = None,
    restored_from: int | None = None,
) -> BrandDna:
    """Save changed axes or name as the next version. VersionConflict when `expected_version` is not the present one.

    Without an expected version the last write wins, still as a version of its own.
    """
    check_axes(axes or {}, every=False)
    dna = BrandDna.objects.select_for_update(of=("self",)).get(pk=dna.pk)
    if expected_version is not None and expected_version != dna.version:
        raise VersionConflict
    changed = [axis for axis in AXES if axes and axis in axes and axes[axis] != getattr(dna, axis)]
    if name is not None and name != dna.name:
        changed.append("name")
        dna.name = name
    if not changed:
        return dna
    _set_axes(dna, dna.axes | dict(axes or {}))
    dna.version += 1
    dna.save()
    _write_version(dna, author=user, note=note, restored_from=restored_from)
    data = {"id": dna.pk, "fields": changed}
    record_event("brand_dna.updated", actor=user, subject=dna, brand_id=dna.brand_id, data=data)
    return dna


@transaction.atomic
def restore_version(*, user: Any, version: BrandDnaVersion, expected_version: int | None = None) -> BrandDna:
    """Bring an old version back as a new one; event brand_dna.restored."""
    note = _("Restored from version %(number)d") % {"number": version.number}
    dna = save_dna(
        user=user,
        dna=version.dna,
        axes=version.axes,
        name=version.name,
        note=note,
        expected_version=expected_version,
        restored_from=version.number,
    )
    data = {"id": dna.pk, "number": version.number}
    record_event("brand_dna.restored", actor=user, subject=dna, brand_id=dna.brand_id, data=data)
    return dna


@transaction.atomic
def delete_dna(*, user: Any, dna: BrandDna) -> None:
    record_event("brand_dna.deleted", actor=user, subject=dna, brand_id=dna.brand_id, data={"id": dna.pk})
    dna.delete()


@transaction.atomic
def comment_on_dna(*, user: Any, dna: BrandDna, body: str) -> DnaComment:
    """A remark on the present version; event brand_dna.commented."""
    comment = DnaComment.objects.create(dna=dna, author=user, version=dna.version, body=body)
    record_event("brand_dna.commented", actor=user, subject=dna, brand_id=dna.brand_id, data={"id": dna.pk})
    return comment


@transaction.atomic
def create_preset(
    *, user: Any, name: str, axes: Mapping[str, float], description: str = "", is_shared: bool = False
) -> DnaPreset:
    """Axes to start from, under a name; event preset.created."""
    check_axes(axes, every=True)
    preset = DnaPreset(user=user, name=name, description=description, is_shared=is_shared)
    for axis in AXES:
        setattr(preset, axis, float(axes[axis]))
    preset.save()
    record_event("preset.created", actor=user, subject=preset, data={"id": preset.pk})
    return preset


@transaction.atomic
def update_preset(*, user: Any, preset: DnaPreset, fields: Mapping[str, Any]) -> DnaPreset:
    """Change name, description, sharing or axes; event preset.updated when anything changed."""
    axes = fields.get("axes") or {}
    check_axes(axes, every=False)
    wanted = {name: fields[name] for name in ("name", "description", "is_shared") if name in fields} | dict(axes)
    changed = [name for name, value in wanted.items() if getattr(preset, name) != value]
    for name in changed:
        setattr(preset, name, wanted[name])
    if changed:
        preset.save(update_fields=changed)
        record_event("preset.updated", actor=user, subject=preset, data={"id": preset.pk, "fields": changed})
    return preset


@transaction.atomic
def delete_preset(*, user: Any, preset: DnaPreset) -> None:
    record_event("preset.deleted", actor=user, subject=preset, data={"id": preset.pk})
    preset.delete()


def _set_axes(dna: BrandDna, axes: Mapping[str, float]) -> None:
    for axis in AXES:
        setattr(dna, axis, float(axes[axis]))
    dna.tokens = tokens_for(dna.axes)


def _write_version(dna: BrandDna, *, author: Any, note: str, restored_from: int | None = None) -> None:
    BrandDnaVersion.objects.create(
        dna=dna,
        number=dna.version,
        name=dna.name,
        tokens=dna.tokens,
        note=note,
        author=author,
        restored_from=restored_from,
        **dna.axes,
    )
