#!/usr/bin/python3
"""The description of the API and recorded values, looked at by python3-jsonschema: a validator that is not ours.

   json_schema.py DOCUMENT VALUES

Every schema of the document must keep to the meta-schema of JSON Schema 2020-12, as OpenAPI 3.1 wants it; every value to its
schema. VALUES is what `openapi.pl check` writes: a JSON line [where, schema, value] for each. Says what is wrong, and last
how much was looked at; exits 1 where something is wrong.
"""
import json
import sys

from jsonschema import Draft202012Validator as Validator
from jsonschema.exceptions import SchemaError


def schemas_of(node, where):
    """The schemas of operations: every member `schema`, wherever it stands."""
    for name, value in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        at = f"{where}/{name}"
        if name == "schema":
            yield at, value
        else:
            yield from schemas_of(value, at)


def main(document, values):
    with open(document, encoding="utf-8") as file:
        api = json.load(file)
    wrong = []
    schemas = dict(schemas_of(api["paths"], ""))
    schemas.update(api["components"]["schemas"])
    for where, schema in schemas.items():
        try:
            Validator.check_schema(schema)
        except SchemaError as error:
            wrong.append(f"{where}: {error.message}")

    validators = {}
    seen = 0
    with open(values, encoding="utf-8") as file:
        for line in () if wrong else file:
            where, schema, value = json.loads(line)
            text = json.dumps(schema)
            if text not in validators:
                # its references point into the document: "#/components/schemas/..."
                validators[text] = Validator({**schema, "components": api["components"]})
            wrong += [f"{where}{error.json_path}: {error.message}"[:300] for error in validators[text].iter_errors(value)]
            seen += 1
    print("\n".join([*wrong, f"{len(schemas)} schemas, {seen} values"]))
    return 1 if wrong else 0


sys.exit(main(*sys.argv[1:]))
