"""SVG is rebuilt from what is allowed."""

import time

import pytest

from artnex.files.svg import UnsafeSvgError, make_safe

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 120 60">'


def safe(inner, head=HEAD):
    return make_safe(f"{head}{inner}</svg>".encode()).content.decode()


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        '<rect onload="alert(1)" width="9"/>',
        '<rect ONCLICK="alert(1)"/>',
        "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'><script>alert(1)</script></body></foreignObject>",
        '<a xlink:href="javascript:alert(1)"><text>x</text></a>',
        '<image href="https://evil.example/track.png"/>',
        '<image xlink:href="data:image/svg+xml;base64,PHN2Zz48c2NyaXB0PmFsZXJ0KDEpPC9zY3JpcHQ+PC9zdmc+"/>',
        '<use href="https://evil.example/x.svg#a"/>',
        '<use xlink:href="data:image/svg+xml,evil#x"/>',
        "<style>@import url(https://evil.example/x.css);</style>",
        "<style>rect{fill:url(https://evil.example/x)}</style>",
        "<style>rect{background:u\\72l(https://evil.example/x)}</style>",
        "<style>rect{fill:red}</style><style>*{x:expression(alert(1))}</style>",
        '<rect style="fill:url(//evil.example/x)"/>',
        "<rect style=\"background-image:url('javascript:alert(1)')\"/>",
        '<rect fill="url(https://evil.example/x#y)"/>',
        '<rect filter="URL( https://evil.example/x )"/>',
        '<set attributeName="href" to="javascript:alert(1)"/>',
        '<animate attributeName="xlink:href" values="javascript:alert(1)"/>',
        '<feImage xlink:href="https://evil.example/x"/>',
        '<iframe xmlns="http://www.w3.org/1999/xhtml" src="https://evil.example"/>',
        "<handler xmlns='http://www.w3.org/2001/xml-events'>alert(1)</handler>",
        "<?xml-stylesheet href='https://evil.example/x.css'?>",
        "<!-- alert(1) -->",
        "<metadata>alert(1)</metadata>",
    ],
)
def test_what_acts_or_calls_out_is_left_out(attack):
    result = safe(attack + '<path id="kept" d="M0 0h9"/>')
    for evil in (
        "alert",
        "evil",
        "javascript",
        "script",
        "onload",
        "onclick",
        "<a ",
        "iframe",
        "@import",
        "expression",
    ):
        assert evil not in result.lower()
    assert 'id="kept"' in result


def test_drawing_survives():
    drawing = (
        '<defs><linearGradient id="g"><stop offset="0" stop-color="#f00"/></linearGradient></defs>'
        "<style>.a{fill:url(#g);stroke:#123} .b{opacity:.5}</style>"
        '<g class="a" transform="translate(1 2)"><rect width="9" height="9" style="fill:url(\'#g\');opacity:.5"/></g>'
        '<text x="3" y="4" font-family="Nanum Gothic">아트넥스 <tspan>A &amp; B</tspan></text>'
        '<use xlink:href="#g"/><image href="data:image/png;base64,iVBORw0KGgo="/>'
    )
    result = safe(drawing)
    for part in (
        "url(#g)",
        "translate(1 2)",
        "아트넥스",
        "A &amp; B",
        'xlink:href="#g"',
        "data:image/png",
        ".b{opacity:.5}",
        "stop-color",
    ):
        assert part in result
    assert make_safe(result.encode()).content.decode() == result  # nothing more to take away


def test_missing_namespace_is_mended_and_size_is_found():
    assert 'xmlns="http://www.w3.org/2000/svg"' in make_safe(b'<svg width="12px" height="8.4"/>').content.decode()
    assert make_safe(b'<svg width="12px" height="8.4"/>').width == 12
    assert make_safe(f"{HEAD}</svg>".encode()).height == 60
    assert make_safe(b'<svg width="100%" height="1e999"/>').width is None


def test_plain_doctype_of_drawing_programs_is_accepted():
    doctype = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    assert "<rect" in make_safe(f"{doctype}{HEAD}<rect/></svg>".encode()).content.decode()


def nested(wrap, unit):
    """Nine levels, each drawing the one below it ten times."""
    return "".join(wrap.format(i=i, inner=unit.format(below=i - 1) * 10) for i in range(1, 10))


LAUGHS = nested('<!ENTITY l{i} "{inner}">', "&l{below};")
USES = nested('<g id="u{i}">{inner}</g>', '<use href="#u{below}"/>')
MASKS = nested('<mask id="m{i}">{inner}</mask>', '<rect mask="url(#m{below})"/>')


@pytest.mark.parametrize(
    "bomb",
    [
        f'<!DOCTYPE svg [<!ENTITY l0 "ha">{LAUGHS}]>{HEAD}<text>&l9;</text></svg>',
        f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>{HEAD}<text>&x;</text></svg>',
        f'{HEAD}<g id="u0"><rect/></g>{USES}</svg>',
        f'{HEAD}<mask id="m0"><rect/></mask>{MASKS}</svg>',
        f'{HEAD}<g id="a"><use href="#a"/></g></svg>',
        HEAD + "<g>" * 5000 + "</g>" * 5000 + "</svg>",
        HEAD + "<rect/>" * 60_000 + "</svg>",
    ],
    ids=["entities", "outside entity", "uses", "masks", "itself", "deep", "many"],
)
def test_bombs_are_refused_quickly(bomb):
    started = time.perf_counter()
    with pytest.raises(UnsafeSvgError):
        make_safe(bomb.encode())
    assert time.perf_counter() - started < 5
