"""Grouping keywords, for page and API."""

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from artnex.errors import NotFound, ValidationFailed
from artnex.events.services import record_event
from brands.models import Brand
from insights.engine.clustering import (
    FEWEST_CLUSTERS,
    Clustering,
    TooFewKeywordsError,
    cluster_keywords,
    distinct_keywords,
)
from insights.keyword_sources import keywords_from
from insights.models import KeywordClustering

MOST_KEYWORDS, KEYWORD_LENGTH = 2000, 100


def group_keywords(*, keywords: Sequence[str], clusters: int | None) -> Clustering:
    """The groups of these keywords; stores nothing. Raises ValidationFailed naming `keywords` or `clusters`."""
    check_keywords(keywords)
    try:
        return cluster_keywords(keywords, count=clusters)
    except TooFewKeywordsError as problem:
        if problem.distinct < FEWEST_CLUSTERS:
            message = _("Give at least two different keywords.")
            raise ValidationFailed.field("keywords", message) from problem
        message = _("There are %(distinct)d different keywords: fewer than the %(wanted)d clusters asked for.")
        facts = {"distinct": problem.distinct, "wanted": problem.wanted}
        raise ValidationFailed.field("clusters", message % facts) from problem


def check_keywords(keywords: Sequence[str]) -> None:
    """ValidationFailed for too many, too long ones, and characters that are none."""
    if len(keywords) > MOST_KEYWORDS:
        message = _("At most %(most)d keywords at once.") % {"most": MOST_KEYWORDS}
        raise ValidationFailed.field("keywords", message)
    for index, keyword in enumerate(keywords):
        if len(keyword) > KEYWORD_LENGTH:
            message = _("At most %(most)d characters.") % {"most": KEYWORD_LENGTH}
            raise ValidationFailed.field(f"keywords.{index}", message)
        if "\x00" in keyword:
            raise ValidationFailed.field(f"keywords.{index}", _("Invisible control characters are not allowed."))


def keywords_of(*, user: Any, source: str, source_id: int, field: str) -> list[str]:
    """The keywords of something this person may see; ValidationFailed naming `field` otherwise."""
    try:
        return keywords_from(source, user, source_id)[:MOST_KEYWORDS]
    except NotFound as problem:
        raise ValidationFailed.field(field, _("There is no such tracking.")) from problem


def as_answer(clustering: Clustering) -> dict[str, Any]:
    """The groups as the API gives them."""
    return {
        "clusters": [
            {
                "label": cluster.label,
                "keywords": list(cluster.keywords),
                "size": cluster.size,
                "cohesion": cluster.cohesion,
            }
            for cluster in clustering.clusters
        ],
        "silhouette": clustering.silhouette,
        "points": [asdict(point) for point in clustering.points],
    }


@transaction.atomic
def keep_clustering(
    *, user: Any, keywords: Sequence[str], clusters: int | None, title: str = "", brand: Brand | None = None
) -> KeywordClustering:
    """Group the keywords and keep the result under an address of its own; event keywords.clustered."""
    clustering = group_keywords(keywords=keywords, clusters=clusters)
    kept = KeywordClustering.objects.create(
        user=user,
        brand=brand,
        title=title.strip() or _default_title(clustering),
        wanted=clusters,
        keyword_count=len(clustering.points),
        cluster_count=len(clustering.clusters),
        silhouette=clustering.silhouette,
        result=as_answer(clustering),
    )
    data = {"id": kept.pk, "keywords": kept.keyword_count, "clusters": kept.cluster_count}
    record_event("keywords.clustered", actor=user, subject=kept, brand_id=kept.brand_id, data=data)
    return kept


@transaction.atomic
def delete_clustering(*, user: Any, clustering: KeywordClustering) -> None:
    """Remove a kept result; event keywords.clustering_deleted."""
    data = {"id": clustering.pk}
    record_event("keywords.clustering_deleted", actor=user, subject=clustering, brand_id=clustering.brand_id, data=data)
    clustering.delete()


def keywords_in(text: str) -> list[str]:
    """Typed or pasted keywords: one a line, or separated by commas, semicolons or tabs."""
    separated = text.replace("\r", "\n").replace(";", "\n").replace("\t", "\n").replace(",", "\n")
    return distinct_keywords(separated.split("\n"))


def as_csv(clustering: KeywordClustering) -> str:
    """A line for each keyword, safe to open in a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["cluster", "label", "keyword", "cohesion"])
    for number, cluster in enumerate(clustering.result["clusters"], start=1):
        for keyword in cluster["keywords"]:
            writer.writerow([number, harmless(cluster["label"]), harmless(keyword), cluster["cohesion"]])
    return "\ufeff" + out.getvalue()


def harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _default_title(clustering: Clustering) -> str:
    facts = {"label": clustering.clusters[0].label, "day": date_format(timezone.localdate(), "SHORT_DATE_FORMAT")}
    return (_("%(label)s, %(day)s") % facts)[:200]


def clearness_in_words(silhouette: float) -> str:
    """What the mean silhouette says, for people."""
    if silhouette >= CLEAR:
        return _("The clusters stand clearly apart.")
    if silhouette >= USABLE:
        return _("The clusters are recognisable, their edges overlap.")
    return _("The clusters overlap much: read them as a rough order, or add keywords.")


CLEAR, USABLE = 0.5, 0.25  # Kaufman and Rousseeuw (1990): reasonable from 0.51, weak from 0.26
