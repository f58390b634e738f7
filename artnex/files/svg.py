"""SVG made safe: read without entities, rebuilt from a list of what is allowed, written anew.

Because the result is written from the tree, nothing that was not understood can survive in it.
"""

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass

import defusedxml.ElementTree
from defusedxml import DefusedXmlException

from artnex.files.svg_vocabulary import ATTRIBUTES, ELEMENTS, GROUPS, SVG, XLINK, XML

MOST_ELEMENTS = 50_000
DEEPEST = 100
MOST_DRAWN = 200_000  # elements drawn when every <use> is followed
# The copy is written with prefixes in its names: the library's own table of prefixes belongs to the whole process.
PREFIXED = {f"{{{XLINK}}}href": "xlink:href", f"{{{XML}}}space": "xml:space"}
HREFS = frozenset({"href", f"{{{XLINK}}}href"})
EMBEDDED_RASTER = re.compile(r"data:image/(?:png|jpeg|webp|gif);base64,[A-Za-z0-9+/=\s]+")
FRAGMENT = re.compile(r"#[^\s\"'()<>]+")
REFERENCE = re.compile(r"(?:\A\s*|url\(\s*['\"]?)#([^\s\"'()<>]+)")
CSS_URL = re.compile(r"url\s*\(\s*(['\"]?)(.*?)\1\s*\)", re.IGNORECASE | re.DOTALL)
CSS_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
CSS_ACTIVE = re.compile(r"[\\@<]|expression|behaviou?r\s*:|-moz-binding|javascript:|image-set|src\s*\(", re.IGNORECASE)
LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(?:px)?\s*")


class UnsafeSvgError(ValueError):
    """The SVG cannot be read, or is built to exhaust whoever draws it."""


@dataclass(frozen=True)
class SafeSvg:
    content: bytes
    width: int | None
    height: int | None


def make_safe(content: bytes) -> SafeSvg:
    """The drawing alone. Scripts, events, outside references and foreign markup are left out.

    Raises UnsafeSvgError for malformed XML, entities, too many or too deep elements and multiplying references.
    """
    try:
        source = defusedxml.ElementTree.fromstring(content, forbid_dtd=False, forbid_entities=True)
    except (ET.ParseError, DefusedXmlException, ValueError, LookupError) as problem:
        raise UnsafeSvgError(str(problem)) from problem
    if _local_name(source.tag) != "svg":
        raise UnsafeSvgError("the root element is not svg")
    root = _rebuild(source)
    root.set("xmlns", SVG)
    root.set("xmlns:xlink", XLINK)
    _refuse_multiplication(root)
    width, height = _size(root)
    return SafeSvg(ET.tostring(root, encoding="utf-8", xml_declaration=True), width, height)


def _local_name(tag: object) -> str | None:
    """The name of an SVG element; None for elements of other languages. A missing namespace is forgiven."""
    if not isinstance(tag, str):
        return None
    if tag.startswith("{"):
        namespace, _, name = tag[1:].partition("}")
        return name if namespace == SVG else None
    return tag


def _rebuild(source: ET.Element) -> ET.Element:
    root = _safe_element(source, "svg")
    waiting = [(source, root, 1)]
    count = 1
    while waiting:
        original, copy, depth = waiting.pop()
        for child in original:
            name = _local_name(child.tag)
            if name in GROUPS:
                name = "g"
            if name not in ELEMENTS:
                continue
            count += 1
            if count > MOST_ELEMENTS or depth >= DEEPEST:
                raise UnsafeSvgError("the drawing has too many or too deeply nested elements")
            made = _safe_element(child, name)
            copy.append(made)
            waiting.append((child, made, depth + 1))
    return root


def _safe_element(original: ET.Element, name: str) -> ET.Element:
    made = ET.Element(name)
    made.text = _safe_css(original.text or "") if name == "style" else original.text
    made.tail = original.tail
    for attribute, value in original.attrib.items():
        kept = _safe_attribute(name, attribute, value)
        if kept is not None:
            made.set(PREFIXED.get(attribute, attribute), kept)
    return made


def _safe_attribute(element: str, attribute: str, value: str) -> str | None:
    if attribute in HREFS:
        allowed = EMBEDDED_RASTER if element == "image" else FRAGMENT
        return value if allowed.fullmatch(value.strip()) else None
    if attribute == f"{{{XML}}}space":
        return value
    if attribute not in ATTRIBUTES:
        return None
    if attribute == "style":
        return _safe_declarations(value)
    if "url" in value.lower() and not _urls_are_local(value):
        return None
    return value


def _urls_are_local(value: str) -> bool:
    """True when every url() points into the drawing itself."""
    rest = CSS_URL.sub("", value)
    return not re.search(r"url\s*\(", rest, re.IGNORECASE) and all(
        FRAGMENT.fullmatch(found.group(2).strip()) for found in CSS_URL.finditer(value)
    )


def _safe_declarations(value: str) -> str:
    declarations = (part.strip() for part in CSS_COMMENT.sub("", value).split(";"))
    return ";".join(d for d in declarations if d and not CSS_ACTIVE.search(d) and _urls_are_local(d))


def _safe_css(text: str) -> str:
    """A style sheet without at-rules, escapes and outside addresses; one doubtful rule drops only itself."""
    kept = []
    for rule in CSS_COMMENT.sub("", text).split("}"):
        selector, brace, declarations = rule.rpartition("{")
        if brace and "{" not in selector and not CSS_ACTIVE.search(selector):
            kept.append(f"{selector.strip()}{{{_safe_declarations(declarations)}}}")
    return "\n".join(kept)


def _refuse_multiplication(root: ET.Element) -> None:
    """A few <use> of <use> of <use>, or masks of masks, draw billions of elements: count what would be drawn."""
    by_id = {element.get("id"): element for element in root.iter() if element.get("id")}
    drawn: dict[ET.Element, int] = {}

    def weight(element: ET.Element, path: frozenset[ET.Element]) -> int:
        if element in drawn:
            return drawn[element]
        if element in path or len(path) > DEEPEST * 2:
            raise UnsafeSvgError("the drawing refers to itself")
        targets = (by_id.get(name) for value in element.attrib.values() for name in REFERENCE.findall(value))
        drawn_here = [*element, *(target for target in targets if target is not None)]
        total = 1 + sum(weight(part, path | {element}) for part in drawn_here)
        if total > MOST_DRAWN:
            raise UnsafeSvgError("the drawing multiplies itself")
        drawn[element] = total
        return total

    weight(root, frozenset())


def _size(root: ET.Element) -> tuple[int | None, int | None]:
    """Width and height in pixels, from the attributes or else from the view box."""
    sides = [LENGTH.fullmatch(root.get(side, "")) for side in ("width", "height")]
    if all(sides):
        values = [float(side.group(1)) for side in sides if side]
    else:
        box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
        try:
            values = [float(number) for number in box[2:4]]
        except ValueError:
            values = []
    if len(values) != 2 or not all(0 < value < 1_000_000 for value in values):
        return None, None
    return max(1, round(values[0])), max(1, round(values[1]))
