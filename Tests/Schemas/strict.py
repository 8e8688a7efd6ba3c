"""Compares stored files with a schema, field by field and both ways.
strict.py SCHEMA FILE...: prints what is wrong with a file when no additional property is allowed, and
each property of the schema that none of the files has. A file that ends in .jsonl is a list of lines.
Exit code 77 where python3-jsonschema is missing."""
import json
import os
import sys
import warnings

try:
    import jsonschema
except ImportError:
    sys.exit(77)

# The validator of Debian 12 has no other resolver.
warnings.simplefilter("ignore", DeprecationWarning)
# Keywords whose subschemas are about the same object.
IN_PLACE = ("allOf", "anyOf", "oneOf")


def load(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file] if path.endswith(".jsonl") else json.load(file)


def bundle(schema, folder):
    """Takes the definitions of other schemas that one refers to into it."""
    files = {}

    def walk(node, root):
        if isinstance(node, list):
            for item in node:
                walk(item, root)
        if not isinstance(node, dict):
            return
        for value in list(node.values()):
            walk(value, root)
        if "$ref" in node:
            file, _, name = node["$ref"].partition("#/$defs/")
            if file:
                root = files.setdefault(file, load(os.path.join(folder, file)))
            if root is not schema:
                key = name if name not in own else f"{name} of {file}"
                node["$ref"] = f"#/$defs/{key}"
                if key not in schema["$defs"]:
                    schema["$defs"][key] = json.loads(json.dumps(root["$defs"][name]))
                    walk(schema["$defs"][key], root)

    own = set(schema.get("$defs", {}))
    walk(schema, schema)


def close(schema, root, is_value=True):
    """Forbids additional properties where a schema describes a whole value, and in the values below.

    A definition is closed where it is used for a value: elsewhere it describes a part of one."""
    if not isinstance(schema, dict):
        return
    described = [resolve(part, root) for part in in_place(schema)]
    if is_value and any("properties" in part for part in described) and not any(
            "additionalProperties" in part for part in described):
        schema["unevaluatedProperties"] = False
    for part in in_place(schema):
        for value in part.get("properties", {}).values():
            close(value, root)
        for key in ("items", "additionalProperties"):
            close(part.get(key), root)
    for value in schema.get("$defs", {}).values():
        close(value, root, is_value=False)


def in_place(schema):
    """A schema and the subschemas that are about the same value."""
    yield schema
    for key in IN_PLACE:
        for part in schema.get(key, []):
            yield from in_place(part)
    for key in ("then", "else"):
        if key in schema:
            yield from in_place(schema[key])


def resolve(schema, root):
    """The schema that one refers to, where it is nothing but a reference."""
    while "$ref" in schema and set(schema) <= {"$ref", "description", "unevaluatedProperties"}:
        node = root
        for name in schema["$ref"].lstrip("#/").split("/"):
            node = node[name]
        schema = node
    return schema


def parts(schema, root, value):
    """The subschemas that a value is described by."""
    schema = resolve(schema, root)
    yield schema
    if "$ref" in schema:
        yield from parts({"$ref": schema["$ref"]}, root, value)
    for key in IN_PLACE:
        for part in schema.get(key, []):
            yield from parts(part, root, value)
    if "if" in schema:
        branch = "then" if validator(schema["if"], root).is_valid(value) else "else"
        if branch in schema:
            yield from parts(schema[branch], root, value)


def validator(schema, root):
    kind = jsonschema.validators.validator_for(root)
    return kind(schema, resolver=jsonschema.RefResolver.from_schema(root))


def visit(schema, root, value, seen):
    for part in parts(schema, root, value):
        if isinstance(value, dict):
            for name, below in part.get("properties", {}).items():
                if name in value:
                    seen.add((id(part), name))
                    visit(below, root, value[name], seen)
            if isinstance(part.get("additionalProperties"), dict):
                for name in value.keys() - part.get("properties", {}).keys():
                    visit(part["additionalProperties"], root, value[name], seen)
        if isinstance(value, list) and isinstance(part.get("items"), dict):
            for item in value:
                visit(part["items"], root, item, seen)


def properties(schema, path=""):
    """Every property of a schema: its schema, its name, and where it is."""
    if isinstance(schema, dict):
        for name in schema.get("properties", {}):
            yield id(schema), name, f"{path}/{name}"
        for key, value in schema.items():
            if key == "if":
                continue
            yield from properties(value, f"{path}/{key}")
    elif isinstance(schema, list):
        for item in schema:
            yield from properties(item, path)


schema = load(sys.argv[1])
# Those of other schemas are looked for in files of their own.
wanted = list(properties(schema))
bundle(schema, os.path.dirname(sys.argv[1]))
documents = [(path, load(path)) for path in sys.argv[2:]]
seen = set()
for path, document in documents:
    visit(schema, schema, document, seen)
for place, name, path in wanted:
    if (place, name) not in seen:
        print(f"no file has {path}")
close(schema, schema)
kind = jsonschema.validators.validator_for(schema)
kind.check_schema(schema)
for path, document in documents:
    for error in kind(schema).iter_errors(document):
        print(path.rsplit("/", 1)[-1], "/".join(map(str, error.absolute_path)), error.message[:200])
