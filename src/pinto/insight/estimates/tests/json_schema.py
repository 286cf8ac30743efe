"""As much of JSON Schema 2020-12 as our schemas use; a word that is not known here is an error."""

import re
from numbers import Real

_TYPES = {
    "object": dict, "array": list, "string": str, "boolean": bool, "null": type(None),
}  # fmt: skip
_NOTES = {"$schema", "$id", "$defs", "title", "description", "default"}


def problems(value, schema, root=None, place="$"):
    """What is wrong with the value, each with its place; empty where the schema accepts it."""
    root = root or schema
    for word, said in schema.items():
        if word not in _NOTES:
            yield from _CHECKS[word](value, said, schema, root, place)


def _ref(value, said, schema, root, place):
    assert said.startswith("#/$defs/")
    yield from problems(value, root["$defs"][said.removeprefix("#/$defs/")], root, place)


def _type(value, said, schema, root, place):
    kinds = said if isinstance(said, list) else [said]
    if not any(_is(value, kind) for kind in kinds):
        yield f"{place}: not {said}"


def _is(value, kind):
    if kind == "number":
        return isinstance(value, Real) and not isinstance(value, bool)
    return isinstance(value, _TYPES[kind])


def _any_of(value, said, schema, root, place):
    if all(list(problems(value, each, root, place)) for each in said):
        yield f"{place}: fits none of {len(said)}"


def _properties(value, said, schema, root, place):
    for key, each in said.items():
        if isinstance(value, dict) and key in value:
            yield from problems(value[key], each, root, f"{place}.{key}")


def _additional(value, said, schema, root, place):
    others = set(value) - set(schema.get("properties", ())) if isinstance(value, dict) else set()
    patterns = schema.get("patternProperties", {})
    others = {key for key in others if not any(re.search(each, key) for each in patterns)}
    for key in sorted(others):
        if said is False:
            yield f"{place}.{key}: no such key"
        else:
            yield from problems(value[key], said, root, f"{place}.{key}")


def _patterned(value, said, schema, root, place):
    for pattern, each in said.items():
        for key in value if isinstance(value, dict) else ():
            if re.search(pattern, key):
                yield from problems(value[key], each, root, f"{place}.{key}")


def _names(value, said, schema, root, place):
    for key in value if isinstance(value, dict) else ():
        yield from problems(key, said, root, f"{place}.{key}")


def _required(value, said, schema, root, place):
    yield from (f"{place}.{key}: missing" for key in said if key not in value)


def _items(value, said, schema, root, place):
    for i, each in enumerate(value if isinstance(value, list) else ()):
        yield from problems(each, said, root, f"{place}[{i}]")


def _limit(holds):
    def check(value, said, schema, root, place):
        if not holds(value, said):
            yield f"{place}: beyond {said}"

    return check


def _measured(value, kind, holds):
    return not isinstance(value, kind) or holds(value)


_CHECKS = {
    "$ref": _ref, "type": _type, "anyOf": _any_of, "properties": _properties,
    "additionalProperties": _additional, "patternProperties": _patterned, "propertyNames": _names,
    "required": _required, "items": _items,
    "enum": _limit(lambda value, said: value in said),
    "const": _limit(lambda value, said: value == said),
    "pattern": _limit(lambda v, said: _measured(v, str, lambda v: re.search(said, v))),
    "minLength": _limit(lambda v, said: _measured(v, str, lambda v: len(v) >= said)),
    "maxLength": _limit(lambda v, said: _measured(v, str, lambda v: len(v) <= said)),
    "minItems": _limit(lambda v, said: _measured(v, list, lambda v: len(v) >= said)),
    "minProperties": _limit(lambda v, said: _measured(v, dict, lambda v: len(v) >= said)),
    "exclusiveMinimum": _limit(lambda v, said: _measured(v, Real, lambda v: v > said)),
    "maximum": _limit(lambda v, said: _measured(v, Real, lambda v: v <= said)),
}  # fmt: skip
