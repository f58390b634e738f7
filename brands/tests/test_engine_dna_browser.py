"""What the browser draws while a slider moves is what the server will store."""

import json
import random
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from brands.engine.dna import AXES, model, tokens_for

SCRIPT = Path(settings.BASE_DIR) / "static/js/brands/brand-dna.js"
HARNESS = """
const { model, rows } = JSON.parse(process.argv[1]);
const begin = performance.now();
const tokens = rows.map((axes) => tokensFor(model, axes));
console.log(JSON.stringify({ tokens, ms: (performance.now() - begin) / rows.length }));
"""


def some_axes(count: int) -> list[dict[str, float]]:
    """Corners, the middle, slider positions (two places, where halves to be rounded occur), and anything between."""
    numbers = random.Random(20260131)
    corners = [{axis: float(n >> place & 1) for place, axis in enumerate(AXES)} for n in range(32)]
    steps = [{axis: numbers.randrange(101) / 100 for axis in AXES} for _ in range(count)]
    free = [{axis: numbers.random() for axis in AXES} for _ in range(count)]
    return [*corners, dict.fromkeys(AXES, 0.5), *steps, *free]


@pytest.mark.skipif(not shutil.which("node"), reason="needs node")
def test_browser_comes_to_the_same_tokens_and_quickly():
    rows = some_axes(150)
    given = json.dumps({"model": model(), "rows": rows})
    done = subprocess.run(
        ["node", "--input-type=module", "-", given],
        input=SCRIPT.read_text("utf-8") + HARNESS.replace("argv[1]", "argv.at(-1)"),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    result = json.loads(done.stdout)
    for axes, tokens in zip(rows, result["tokens"], strict=True):
        assert tokens == tokens_for(axes), axes
    assert result["ms"] < 50
