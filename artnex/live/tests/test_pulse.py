"""Signs of life: what health and metrics see of live processes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from artnex.live.models import LivePulse
from artnex.live.pulse import end_pulse, live_works, note_pulse, total

pytestmark = pytest.mark.django_db


def test_pulse_counts_while_it_is_fresh():
    assert not live_works()
    note_pulse(process="a:1", connections=2, subscriptions=3)
    note_pulse(process="b:2", connections=5, subscriptions=0)
    note_pulse(process="a:1", connections=3, subscriptions=3)
    assert live_works()
    assert total("connections") == 8

    LivePulse.objects.update(seen_at=timezone.now() - timedelta(minutes=1))
    assert not live_works()
    assert total("connections") == 0


def test_pulse_ends_with_its_process_and_old_ones_are_forgotten():
    note_pulse(process="old:1", connections=0, subscriptions=0)
    LivePulse.objects.update(seen_at=timezone.now() - timedelta(hours=2))
    note_pulse(process="new:1", connections=0, subscriptions=0)
    assert list(LivePulse.objects.values_list("process", flat=True)) == ["new:1"]
    end_pulse(process="new:1")
    assert not LivePulse.objects.exists()
