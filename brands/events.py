"""What can happen to brands, as events."""

from django.utils.translation import gettext_lazy as _

from artnex.events.registry import register_event

CHANGED = {"fields": "array"}


def register_brand_events() -> None:
    for noun, label in {
        "brand": (_("Brand created"), _("Brand changed"), _("Brand deleted")),
        "kpi": (_("KPI entered"), _("KPI corrected"), _("KPI deleted")),
        "persona": (_("Persona added"), _("Persona changed"), _("Persona deleted")),
        "competitor": (_("Competitor added"), _("Competitor changed"), _("Competitor deleted")),
        "product": (_("Product added"), _("Product changed"), _("Product deleted")),
        "project": (_("Project created"), _("Project changed"), _("Project deleted")),
        "task": (_("Task created"), _("Task changed"), _("Task deleted")),
        "contract": (_("Contract created"), _("Contract changed"), _("Contract deleted")),
        "brand_dna": (_("Brand DNA created"), _("Brand DNA changed"), _("Brand DNA deleted")),
        "preset": (_("Preset created"), _("Preset changed"), _("Preset deleted")),
    }.items():
        register_event(f"{noun}.created", label[0], {"id": "integer"})
        register_event(f"{noun}.updated", label[1], {"id": "integer", **CHANGED})
        register_event(f"{noun}.deleted", label[2], {"id": "integer"})
    register_event("brand.logo_changed", _("Logo changed"), {"id": "integer"})
    register_event("brand.suggestions_made", _("Proposals made"), {"id": "integer"})
    register_event("brands.imported", _("Brands imported"), {"created": "integer", "updated": "integer"})
    register_event(
        "kpi.bulk_entered",
        _("KPIs entered in bulk"),
        {"count": "integer", "created": "integer", "corrected": "integer"},
    )
    register_event("task.moved", _("Task moved"), {"id": "integer", "status": "string", "position": "integer"})
    register_event("task.assigned", _("Task assigned to you"), {"id": "integer"})
    register_event("task.due", _("Task is due"), {"id": "integer", "days": "integer"})
    register_event("member.added", _("Team member added"), {"user_id": "integer", "role": "string"})
    register_event("member.invited", _("Team member invited"), {"role": "string"})
    register_event("member.uninvited", _("Invitation withdrawn"), {"role": "string"})
    register_event("member.changed", _("Team role changed"), {"user_id": "integer", "role": "string"})
    register_event("member.removed", _("Team member removed"), {"user_id": "integer"})
    register_event("brand.transferred", _("Ownership transferred"), {"from": "integer", "to": "integer"})
    register_event("brand_dna.restored", _("Brand DNA restored"), {"id": "integer", "number": "integer"})
    register_event("brand_dna.commented", _("Comment on brand DNA"), {"id": "integer"})
    signer = {"id": "integer", "signer": "string"}
    register_event("contract.sent", _("Contract sent for signature"), {"id": "integer", "signers": "integer"})
    register_event("contract.cancelled", _("Signing withdrawn"), {"id": "integer"})
    register_event("contract.viewed", _("Contract opened by a signer"), signer)
    register_event("contract.signed", _("Contract signed"), signer)
    register_event("contract.declined", _("Contract declined"), signer)
    register_event("contract.completed", _("Contract signed by everybody"), {"id": "integer", "sha256": "string"})
    register_event("contract.sealed", _("Signed document made"), {"id": "integer", "sha256": "string"})
    register_event("contract.expiring", _("Contract ends soon"), {"id": "integer", "days": "integer"})
    register_event("contract.ended", _("Contract ended"), {"id": "integer"})
