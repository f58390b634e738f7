"""Every chart draws something true, whatever it is given."""

import math
import re
import time
import xml.etree.ElementTree as ET
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils import translation

from artnex import charts
from artnex.charts import (
    AreaChart,
    BarChart,
    DonutChart,
    Dot,
    GaugeChart,
    HeatMap,
    HorizontalBarChart,
    LineChart,
    RadarChart,
    ScatterChart,
    Series,
    Sparkline,
    StackedChart,
)
from artnex.charts.canvas import PALETTE
from artnex.charts.line import runs, thin_out
from artnex.charts.samples import gallery

SVG = "{http://www.w3.org/2000/svg}"
LABELLED = [LineChart, AreaChart, BarChart, StackedChart, HorizontalBarChart, RadarChart, Sparkline]
GALLERY = [(f"{type(chart).__name__} {chart.title}", chart) for chart in gallery()]
NUMBERS = re.compile(r"-?\d+(?:\.\d+)?")


def parse(svg):
    return ET.fromstring(str(svg))  # noqa: S314 - our own drawing


def everything(root):
    return "".join(root.itertext())


@pytest.fixture(autouse=True)
def _korean():
    with translation.override("ko"):
        yield


@pytest.mark.parametrize("chart", [chart for _, chart in GALLERY], ids=[name for name, _ in GALLERY])
class TestGallery:
    def test_is_valid_named_and_described(self, chart):
        root = parse(chart.svg())
        assert root.get("role") == "img"
        assert root.find(f"{SVG}title").text == chart.title
        assert len(root.find(f"{SVG}desc").text) > 3

    def test_has_no_inline_style(self, chart):
        for svg in (chart.svg(), chart.svg("print"), chart.narrow().svg()):
            assert " style=" not in svg
            assert "<style" not in svg
        assert "style=" not in chart.table()

    def test_print_stands_on_its_own(self, chart):
        svg = chart.svg("print")
        assert "class=" not in svg
        assert "font-family=" in svg
        assert "var(" not in svg

    @pytest.mark.parametrize("narrow", [False, True])
    def test_text_and_points_stay_inside(self, chart, narrow):
        drawn = chart.narrow() if narrow else chart
        root = parse(drawn.svg())
        for element in root.iter():
            for name, limit in (("x", drawn.width), ("cx", drawn.width), ("y", drawn.height), ("cy", drawn.height)):
                if element.get(name):
                    assert -1 <= float(element.get(name)) <= limit + 1
            assert "nan" not in str(element.attrib)
            assert "inf" not in str(element.attrib)

    def test_is_small_and_quick(self, chart):
        assert len(chart.svg().encode()) <= 5_120
        started = time.process_time()
        for _ in range(20):
            chart.svg()
        assert (time.process_time() - started) / 20 < 0.01  # 2 ms on an idle machine

    def test_has_a_table(self, chart):
        rows = ET.fromstring(chart.table()).findall(".//tbody/tr")  # noqa: S314
        assert rows
        assert len({len(row) for row in rows}) == 1


@pytest.mark.parametrize("kind", LABELLED)
@pytest.mark.parametrize(
    "values",
    [
        [],
        [None, None],
        [0, 0, 0],
        [5],
        [None, 5, None],
        [-3, -2, -8],
        [float("nan"), 3, float("inf")],
        [1e-12, 2e-12, 3e-12],
        [1e15, -1e15, 3e14],
        [Decimal("1.5"), 2, 3.5],
        list(range(3000)),
    ],
    ids=str,
)
def test_difficult_values_are_drawn_or_called_missing(kind, values):
    chart = kind(title="T", labels=[f"L{i}" for i in range(len(values))], series=[Series("S", values)])
    for svg in (chart.svg(), chart.narrow().svg("print")):
        root = parse(svg)
        coordinates = " ".join(str(e.attrib) for e in root.iter())
        assert "nan" not in coordinates
        assert all(abs(float(n)) < 1e5 for n in NUMBERS.findall(" ".join(e.get("d", "") for e in root.iter())))
    assert chart.table()
    if not [v for v in values if v is not None and math.isfinite(v)]:
        assert "데이터" in everything(parse(chart.svg())) or "No data yet" in everything(parse(chart.svg()))


def test_markup_in_names_stays_text():
    evil = "<script>alert('x')</script>&\""
    chart = BarChart(title=evil, labels=[evil, "b"], unit=evil, series=[Series(evil, [1, 2]), Series("b", [2, 3])])
    assert "<script" not in chart.svg()
    assert "<script" not in chart.table()
    assert parse(chart.svg()).find(f"{SVG}title").text == evil


def test_wrong_number_of_values_is_an_error():
    with pytest.raises(ValueError, match="2 values for 3 labels"):
        LineChart(title="T", labels=["a", "b", "c"], series=[Series("S", [1, 2])])
    with pytest.raises(ValueError, match="heat map"):
        HeatMap(title="T", columns=["a"], row_names=["r"], values=[[1, 2]])


def test_gap_is_never_bridged():
    assert runs([1, 2, None, 3, None, None, 4, 5]) == [[0, 1], [3], [6, 7]]
    chart = LineChart(title="T", labels=list("abcdefgh"), series=[Series("S", [1, 2, None, 3, None, None, 4, 5])])
    strokes = [e for e in parse(chart.svg()).iter(f"{SVG}path") if e.get("class") == "s1"]
    assert len(strokes) == 2


def test_thinning_keeps_peaks_and_troughs():
    pairs = [(float(i), math.sin(i / 7)) for i in range(5000)]
    pairs[1234] = (1234.0, 50.0)
    pairs[4321] = (4321.0, -50.0)
    thin = thin_out(pairs, 200)
    assert len(thin) <= 210
    assert (1234.0, 50.0) in thin
    assert (4321.0, -50.0) in thin
    assert thin == sorted(thin)


def test_bars_start_at_zero_and_are_in_proportion():
    chart = BarChart(title="T", labels=["a", "b"], series=[Series("S", [100, 50])])
    bars = [e for e in parse(chart.svg()).iter(f"{SVG}path") if e.get("class") == "f1"]
    heights = []
    for bar in bars:
        base, tip, rounding = (float(n) for n in re.match(r"M\S+ (\S+?)V(\S+?)q0 (\S+?) ", bar.get("d")).groups())
        heights.append(base - tip - rounding)
    assert heights[0] / heights[1] == pytest.approx(2, rel=0.01)


def test_forecast_is_dotted_and_its_band_drawn():
    row = Series("S", [1, 2, 3, 4], low=[None, 2, 2, 2], high=[None, 2, 4, 6], forecast_from=2)
    svg = LineChart(title="T", labels=list("abcd"), series=[row]).svg()
    assert svg.count("stroke-dasharray") == 1
    assert svg.count('fill-opacity="0.16"') == 1


def test_donut_shares_gathers_the_rest_and_refuses_to_draw_negative_parts():
    many = DonutChart(title="T", labels=[str(i) for i in range(20)], values=range(1, 21))
    assert len(many.slices()) == 7
    assert sum(value for _, value in many.slices()) == 210
    assert len([e for e in parse(many.svg()).iter(f"{SVG}path") if "A" in e.get("d")]) == 7
    negative = DonutChart(title="T", labels=["a", "b"], values=[3, -1])
    assert not any("A" in e.get("d", "") for e in parse(negative.svg()).iter(f"{SVG}path"))
    assert DonutChart(title="T", labels=["a"], values=[0]).is_empty
    assert "< 1%" in DonutChart(title="T", labels=["a", "b"], values=[10_000, 1]).table().replace("&lt;", "<")


def test_shares_reach_a_hundred_and_refuse_negative_parts():
    chart = StackedChart(title="T", labels=["a"], shares=True, series=[Series("x", [1]), Series("y", [3])])
    assert "100%" in everything(parse(chart.svg()))
    with pytest.raises(ValueError, match="negative"):
        StackedChart(title="T", labels=["a"], shares=True, series=[Series("x", [-1])])


def test_radar_of_two_is_drawn_as_bars_and_missing_corner_stays_open():
    two = RadarChart(title="T", labels=["a", "b"], series=[Series("S", [1, 2])])
    assert everything(parse(two.svg())).count("2") >= 1
    open_one = RadarChart(title="T", labels=list("abcd"), series=[Series("S", [1, None, 2, 3])])
    assert not [e for e in parse(open_one.svg()).iter(f"{SVG}path") if e.get("class") == "f1"]


def test_gauge_tells_the_true_value_beyond_its_end():
    svg = GaugeChart(title="T", value=131, unit="%").svg()
    assert "131%" in svg


def test_heat_map_has_no_colour_for_what_is_missing():
    root = parse(HeatMap(title="T", columns=["a", "b"], row_names=["r"], values=[[1, None]]).svg())
    classes = [e.get("class") for e in root.iter(f"{SVG}path")]
    assert sorted(classes) == ["f1", "missing"]


def test_scatter_names_never_overlap():
    dots = [Dot(x=1 + i * 0.01, y=1 + i * 0.01, name=f"이름이 긴 점 {i}") for i in range(15)]
    root = parse(ScatterChart(title="T", dots=dots).svg())
    texts = [e for g in root.iter(f"{SVG}g") if g.get("class") == "name" for e in g]
    places = [(float(e.get("x")), float(e.get("y"))) for e in texts]
    assert all(abs(a[1] - b[1]) >= 15 or abs(a[0] - b[0]) > 60 for i, a in enumerate(places) for b in places[:i])


def test_functions_draw_at_once():
    series = [Series("S", [1, 2, 3])]
    for function in (charts.line, charts.area, charts.bar, charts.horizontal_bar, charts.stacked, charts.radar):
        assert function(title="T", labels=list("abc"), series=series, theme="print").startswith("<svg")
    assert charts.donut(title="T", labels=["a"], values=[1]).startswith("<svg")
    assert charts.scatter(title="T", dots=[Dot(1, 2)]).startswith("<svg")
    assert charts.heatmap(title="T", columns=["a"], row_names=["b"], values=[[1]]).startswith("<svg")
    assert charts.gauge(title="T", value=1).startswith("<svg")
    assert charts.sparkline([1, None, 3], title="T").startswith("<svg")


def test_tag_puts_chart_narrow_version_and_table_on_the_page():
    chart = LineChart(title="매출 추이", labels=["1월", "2월"], unit="원", series=[Series("매출", [1000, 2_345_678])])
    html = Template(
        "{% load charts %}{% chart chart heading='매출' caption='출처: 직접 입력' %}{% sparkline values 'x' %}"
    ).render(Context({"chart": chart, "values": [1, 2]}))
    assert html.count("<svg") == 3
    assert "2,345,678원" in html
    assert "출처: 직접 입력" in html
    assert "style=" not in html


# ── colours ────────────────────────────────────────────────────────────────────────────────────────


def oklch_to_linear(lightness, chroma, hue):
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    small = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * small,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * small,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * small,
    )


def to_hex(linear):
    encoded = (
        12.92 * c if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055 for c in (min(max(c, 0), 1) for c in linear)
    )
    return "#" + "".join(f"{round(c * 255):02x}" for c in encoded)


def tokens(name):
    css = (Path(settings.BASE_DIR) / "static/css/tokens.css").read_text()
    found = re.search(
        rf"--{name}: light-dark\(oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\), oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)", css
    )
    values = [float(v) for v in found.groups()]
    return [(values[i] / 100, values[i + 1], values[i + 2]) for i in (0, 3)]


def test_paper_and_page_have_the_same_colours():
    assert [to_hex(oklch_to_linear(*tokens(f"chart-{i}")[0])) for i in range(1, 9)] == list(PALETTE)


# How the three common kinds of colour blindness see linear RGB (Machado, Oliveira and Fernandes 2009, full strength).
BLINDNESS = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def oklab(linear):
    r, g, b = (min(max(c, 0), 1) for c in linear)
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    medium = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    small = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * small,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * small,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * small,
    )


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("blindness", BLINDNESS)
def test_first_five_colours_differ_for_everyone(theme, blindness):
    matrix = BLINDNESS[blindness]
    seen = []
    for index in range(1, 6):
        linear = [min(max(c, 0), 1) for c in oklch_to_linear(*tokens(f"chart-{index}")[theme])]
        seen.append(oklab([sum(m * c for m, c in zip(row, linear, strict=True)) for row in matrix]))
    distances = {(i, j): math.dist(seen[i], seen[j]) for i in range(5) for j in range(i)}
    assert min(distances.values()) > 0.055, distances
