"""Names of devices."""

import pytest

from accounts.devices import device_name, is_phone

CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
)
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (CHROME, "Chrome · Windows"),
        (CHROME + " Edg/140.0", "Edge · Windows"),
        (CHROME + " Whale/4.0", "Whale · Windows"),
        (IPHONE, "Safari · iPhone"),
        ("curl/8.5", "curl"),
    ],
)
def test_device_is_named_as_people_know_it(agent, name):
    assert device_name(agent) == name


def test_unknown_device_has_a_name_too():
    assert device_name("")
    assert is_phone(IPHONE)
    assert not is_phone(CHROME)
