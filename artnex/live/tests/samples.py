"""A sample live process for the permission matrix."""

from django.utils import timezone

from artnex.live.models import LivePulse
from artnex.testing.samples import sample


@sample("livepulse_id", model=LivePulse)
def live_process(owner):
    return LivePulse.objects.get_or_create(process="sample", defaults={"seen_at": timezone.now()})[0]
