"""What to do next for a brand: rules that look at what is missing, late or about to end, and nothing else.

Each rule is a function of the brand's facts; the one with the greatest weight is shown on the dashboard, and all of
them can be taken over as tasks. Apps above add their own by `register_rule`, from facts they add by
`brands.queries.facts.register_fact`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brands.enums import RegistrationStep

STALE_DAYS = 30
ENDING_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandFacts:
    """What the rules know of a brand. Days are counted from today; None means there is nothing of the kind."""

    registration_step: int = RegistrationStep.DONE
    missing_identity: tuple[str, ...] = ()  # of slogan, mission, voice, palette
    has_logo: bool = True
    has_dna: bool = True
    has_personas: bool = True
    has_competitors: bool = True
    has_products: bool = True
    days_since_kpi: int | None = 0
    contract_ends_in: int | None = None
    overdue_tasks: int = 0
    is_declining: bool = False
    more: Mapping[str, Any] = field(default_factory=dict)  # what other apps know


@dataclass(frozen=True, slots=True)
class NextAction:
    """`url_name` takes the brand's id; `title` and `reason` are in the language at hand. Heavier is more urgent."""

    code: str
    title: str
    reason: str
    url_name: str
    weight: int


Rule = Callable[[BrandFacts], NextAction | None]


def finish_registration(facts: BrandFacts) -> NextAction | None:
    if facts.registration_step >= RegistrationStep.DONE:
        return None
    left = RegistrationStep.DONE - facts.registration_step
    reason = ngettext("%(left)d step is left.", "%(left)d steps are left.", left) % {"left": left}
    return NextAction("finish_registration", _("Finish the registration"), reason, "brands:register_resume", 95)


def renew_contract(facts: BrandFacts) -> NextAction | None:
    days = facts.contract_ends_in
    if days is None or days > ENDING_DAYS:
        return None
    reason = (
        ngettext("A contract ends in %(days)d day.", "A contract ends in %(days)d days.", days) % {"days": days}
        if days
        else _("A contract ends today.")
    )
    return NextAction("renew_contract", _("Renew or end the contract"), reason, "brands:contracts", 90)


def finish_late_tasks(facts: BrandFacts) -> NextAction | None:
    count = facts.overdue_tasks
    if not count:
        return None
    reason = ngettext("%(count)d task is past its day.", "%(count)d tasks are past their day.", count)
    return NextAction("late_tasks", _("Look at the late tasks"), reason % {"count": count}, "brands:tasks", 80)


def enter_first_kpi(facts: BrandFacts) -> NextAction | None:
    if facts.days_since_kpi is not None:
        return None
    reason = _("Without figures there is no popularity and no trend.")
    return NextAction("first_kpi", _("Enter the first KPI"), reason, "brands:kpis", 75)


def bring_kpis_up_to_date(facts: BrandFacts) -> NextAction | None:
    days = facts.days_since_kpi
    if days is None or days < STALE_DAYS:
        return None
    reason = _("The newest value is %(days)d days old.") % {"days": days}
    return NextAction("stale_kpi", _("Bring the KPIs up to date"), reason, "brands:kpis", 70)


def look_at_decline(facts: BrandFacts) -> NextAction | None:
    if not facts.is_declining:
        return None
    return NextAction(
        "declining", _("Look into the decline"), _("The followers have a clear trend downwards."), "brands:kpis", 65
    )


def complete_identity(facts: BrandFacts) -> NextAction | None:
    if not facts.missing_identity:
        return None
    labels = {
        "slogan": _("slogan"),
        "mission": _("mission"),
        "voice": _("voice"),
        "palette": _("palette"),
    }
    names = ", ".join(labels[name] for name in facts.missing_identity)
    reason = _("Missing: %(names)s.") % {"names": names}
    return NextAction("identity", _("Complete the identity"), reason, "brands:settings", 60)


def upload_logo(facts: BrandFacts) -> NextAction | None:
    if facts.has_logo:
        return None
    return NextAction("logo", _("Upload a logo"), _("It goes on every design and report."), "brands:settings", 55)


def set_up_dna(facts: BrandFacts) -> NextAction | None:
    if facts.has_dna:
        return None
    reason = _("Five sliders decide how your designs look.")
    return NextAction("dna", _("Set up the brand DNA"), reason, "brands:dna_tab", 50)


def describe_personas(facts: BrandFacts) -> NextAction | None:
    if facts.has_personas:
        return None
    reason = _("Texts hit better when they speak to somebody.")
    return NextAction("personas", _("Describe a persona"), reason, "brands:personas", 45)


def name_competitors(facts: BrandFacts) -> NextAction | None:
    if facts.has_competitors:
        return None
    reason = _("A comparison needs somebody to compare with.")
    return NextAction("competitors", _("Name your competitors"), reason, "brands:competitors", 40)


def list_products(facts: BrandFacts) -> NextAction | None:
    if facts.has_products:
        return None
    reason = _("Designs and campaigns are made for products.")
    return NextAction("products", _("Add your products"), reason, "brands:products", 30)


_rules: list[Rule] = [
    finish_registration,
    renew_contract,
    finish_late_tasks,
    enter_first_kpi,
    bring_kpis_up_to_date,
    look_at_decline,
    complete_identity,
    upload_logo,
    set_up_dna,
    describe_personas,
    name_competitors,
    list_products,
]


def register_rule(rule: Rule) -> None:
    """Add a rule of another app. Called at start."""
    if rule not in _rules:
        _rules.append(rule)


def next_actions(facts: BrandFacts) -> list[NextAction]:
    """Everything that could be done for the brand, the most urgent first."""
    found = [action for rule in _rules if (action := rule(facts)) is not None]
    return sorted(found, key=lambda action: -action.weight)
