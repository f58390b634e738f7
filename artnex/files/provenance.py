"""Where a file came from, in words that programs understand.

Files that an engine made carry the IPTC "digital source type" in XMP (read by search engines, stock libraries and
social networks) and, when a certificate is set, a signed C2PA manifest. Labels found in uploads are kept.
"""

import io
import re
import uuid
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any
from xml.sax.saxutils import escape

import defusedxml.ElementTree
from defusedxml import DefusedXmlException

from artnex.files import containers
from artnex.files.kinds import RASTER, Kind

IPTC_EXTENSION = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
MP4_XMP_BOX = uuid.UUID("be7acfcb-97a9-42e8-9c71-999491e3afac").bytes
PACKET = re.compile(rb"<(?:x:)?xmpmeta.*?</(?:x:)?xmpmeta>|<rdf:RDF.*?</rdf:RDF>", re.DOTALL)
LONGEST_PACKET = 1_000_000


class SourceType(StrEnum):
    """The terms of IPTC's list that ArtNex writes or expects to meet."""

    GENERATED = "trainedAlgorithmicMedia"  # wholly by a trained model
    COMPOSITE_WITH_GENERATED = "compositeWithTrainedAlgorithmicMedia"  # a template or photo with generated parts
    ALGORITHMIC = "algorithmicMedia"  # drawn by rules, without a trained model
    SYNTHETIC_COMPOSITE = "compositeSynthetic"
    ENHANCED = "algorithmicallyEnhanced"
    DATA_DRIVEN = "dataDrivenMedia"
    HUMAN_EDITS = "humanEdits"
    DIGITAL_CREATION = "digitalCreation"
    DIGITAL_CAPTURE = "digitalCapture"
    COMPUTATIONAL_CAPTURE = "computationalCapture"
    COMPOSITE = "composite"
    COMPOSITE_CAPTURE = "compositeCapture"
    SCREEN_CAPTURE = "screenCapture"
    VIRTUAL_RECORDING = "virtualRecording"
    NEGATIVE_FILM = "negativeFilm"
    POSITIVE_FILM = "positiveFilm"
    PRINT = "print"

    @property
    def uri(self) -> str:
        return SOURCE_TYPES + self.value


AI_MADE = frozenset({SourceType.GENERATED, SourceType.COMPOSITE_WITH_GENERATED, SourceType.SYNTHETIC_COMPOSITE})


@dataclass(frozen=True)
class Provenance:
    """How a file was made, by which system, and whether a signed manifest says so too."""

    source_type: SourceType
    system: str = ""
    system_version: str = ""
    signed: bool = False

    @property
    def is_ai(self) -> bool:
        """True when people must be told that an AI made it."""
        return self.source_type in AI_MADE

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"source_type": self.source_type.value, "is_ai": self.is_ai}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Provenance | None":
        """What `as_json` wrote; None for a file of which nothing is known."""
        if not data:
            return None
        return cls(
            SourceType(data["source_type"]), data.get("system", ""), data.get("system_version", ""), data["signed"]
        )


def xmp_fields(provenance: Provenance) -> str:
    """The properties as XML elements, with their namespace declared on each."""
    values = {
        "DigitalSourceType": provenance.source_type.uri,
        "AISystemUsed": provenance.system if provenance.is_ai else "",
        "AISystemVersionUsed": provenance.system_version if provenance.is_ai else "",
    }
    return "".join(
        f'<Iptc4xmpExt:{name} xmlns:Iptc4xmpExt="{IPTC_EXTENSION}">{escape(value)}</Iptc4xmpExt:{name}>'
        for name, value in values.items()
        if value
    )


def xmp_element(provenance: Provenance) -> str:
    """The label as an x:xmpmeta element, for formats that are XML themselves."""
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f'<rdf:RDF xmlns:rdf="{RDF}"><rdf:Description rdf:about="">'
        f"{xmp_fields(provenance)}"
        '<xmp:CreatorTool xmlns:xmp="http://ns.adobe.com/xap/1.0/">ArtNex</xmp:CreatorTool>'
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
    )


def xmp_packet(provenance: Provenance) -> bytes:
    """The label as a packet, as PNG, JPEG, WebP, GIF, MP4 and PDF want it."""
    begin = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    return f'{begin}{xmp_element(provenance)}<?xpacket end="w"?>'.encode()


def label(kind: Kind, content: bytes, provenance: Provenance) -> bytes:
    """`content` with the XMP label inside; the same bytes when the format has no place for one.

    Pictures keep their pixels exactly. A signed manifest inside would no longer hold and is taken out: sign last. PDFs
    get theirs when they are made (see artnex/pdf.py).
    """
    if kind in RASTER:
        return containers.rewrite(kind, content, xmp=xmp_packet(provenance))
    if kind is Kind.SVG:
        return _label_svg(content, provenance)
    if kind is Kind.MP4:
        body = MP4_XMP_BOX + xmp_packet(provenance)
        return content + (len(body) + 8).to_bytes(4, "big") + b"uuid" + body
    return content


def _label_svg(content: bytes, provenance: Provenance) -> bytes:
    text = re.sub(r"<metadata\b.*?</metadata>", "", content.decode(), flags=re.DOTALL)
    opening = re.search(r"<svg\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>", text)
    if opening is None:
        return content
    metadata = f"<metadata>{xmp_element(provenance)}</metadata>"
    if opening.group().endswith("/>"):  # an empty drawing
        return (text[: opening.end() - 2] + f">{metadata}</svg>" + text[opening.end() :]).encode()
    return (text[: opening.end()] + metadata + text[opening.end() :]).encode()


def find_label(kind: Kind, content: bytes) -> Provenance | None:
    """What the XMP inside a file says of its origin, or None."""
    packet = _find_packet(kind, content)
    if not packet:
        return None
    try:
        root = defusedxml.ElementTree.fromstring(packet.strip(b"\0 \t\r\n"))
    except (ET.ParseError, DefusedXmlException, ValueError, LookupError):
        return None
    found = _properties(root)
    term = found.get("DigitalSourceType", "").rsplit("/", 1)[-1]
    try:
        source_type = SourceType(term)
    except ValueError:
        return None
    return Provenance(source_type, found.get("AISystemUsed", "")[:200], found.get("AISystemVersionUsed", "")[:100])


def _find_packet(kind: Kind, content: bytes) -> bytes:
    if kind in RASTER and kind is not Kind.GIF:  # in a GIF the packet stands as it is
        from PIL import Image

        with Image.open(io.BytesIO(content), formats=[kind.name]) as image:
            packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
        content = packet.encode() if isinstance(packet, str) else packet
    found = PACKET.search(content)
    return found.group() if found and len(found.group()) <= LONGEST_PACKET else b""


def _properties(root: ET.Element) -> dict[str, str]:
    """IPTC extension properties, which may stand as elements or as attributes."""
    prefix = f"{{{IPTC_EXTENSION}}}"
    found: dict[str, str] = {}
    for element in root.iter():
        if element.tag.startswith(prefix):
            found[element.tag[len(prefix) :]] = (element.text or "").strip()
        found.update({k[len(prefix) :]: v.strip() for k, v in element.attrib.items() if k.startswith(prefix)})
    return found
