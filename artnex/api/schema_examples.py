"""Examples made from schemas, believable where the name of a field tells what it holds."""

from typing import Any

Schema = dict[str, Any]
BY_NAME = {
    "name": "Hana Precision",
    "email": "minji@example.com",
    "password": "a long phrase 7",
    "current_password": "a long phrase 7",
    "new_password": "another phrase 8",
    "otp": "123456",
    "code": "123456",
    "language": "ko",
    "message": "",
    "request_id": "req_5f0c7a",
    "url": "https://www.example.com/",
    "next_cursor": None,
    "expires_at": "2099-12-31T00:00:00.000000Z",
    "kpi_type": "followers",
    "palette": "#1F4E79",
    "currency": "KRW",
}
BY_FORMAT = {
    "date-time": "2026-01-31T00:00:00.000000Z",
    "date": "2026-01-31",
    "time": "09:00:00",
    "email": "minji@example.com",
    "uri": "https://www.example.com/",
    "uuid": "0d3fb9a2-8f5c-4d1e-9a67-3b1c5e7f9024",
    "ipv4": "203.0.113.7",
    "ipv6": "2001:db8::7",
    "binary": "",
}
DEEPEST = 12


def example_of(schema: Schema, components: Schema, name: str = "", depth: int = 0) -> Any:
    """A value that the schema allows."""
    if "$ref" in schema:
        return example_of(components[schema["$ref"].rpartition("/")[2]], components, name, depth)
    for fixed in ("const", "default"):
        if fixed in schema:
            return schema[fixed]
    if schema.get("examples"):
        return schema["examples"][0]
    if schema.get("enum"):
        return schema["enum"][0]
    for choice in ("allOf", "oneOf", "anyOf"):
        if schema.get(choice):
            return example_of(schema[choice][0], components, name, depth)
    return _plain(schema, components, name, depth)


def _plain(schema: Schema, components: Schema, name: str, depth: int) -> Any:
    kind = schema.get("type", "object")
    if isinstance(kind, list):
        kind = next((one for one in kind if one != "null"), "null")
    if kind == "object":
        return _object(schema, components, depth)
    if kind == "array":
        few = depth < DEEPEST and schema.get("items")
        one = [example_of(schema["items"], components, name, depth + 1)] if few else []
        return one * max(1, schema.get("minItems", 1))
    if kind == "string":
        return _text(schema, name)
    return {"integer": _number(schema, 1), "number": _number(schema, 0.5), "boolean": True}.get(kind)


def _object(schema: Schema, components: Schema, depth: int) -> Schema:
    if depth >= DEEPEST:
        return {}
    return {key: example_of(part, components, key, depth + 1) for key, part in schema.get("properties", {}).items()}


def _number(schema: Schema, usual: float) -> float:
    low, high = schema.get("minimum", usual), schema.get("maximum", usual)
    return low if usual < low else high if usual > high else usual


def _text(schema: Schema, name: str) -> str | None:
    if schema.get("format") in BY_FORMAT:
        return BY_NAME.get(name) or BY_FORMAT[schema["format"]]
    text = BY_NAME.get(name, "text")
    if text is None:
        return None if "null" in schema["type"] else "text"
    longest = schema.get("maxLength", len(text))
    return text[:longest].ljust(schema.get("minLength", 0), "a")
