#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The AsyncAPI document with the JSON Schemas in it: as one document, or as a page to read.

    page.py                          the document as JSON
    page.py PACKAGE                  the page; PACKAGE: the unpacked npm package @asyncapi/react-component

The page needs nothing else: viewer, style and document are in it. `make docs` makes it.
"""
import json
import pathlib
import sys

import yaml

SCHEMAS = pathlib.Path(__file__).resolve().parent

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
<style>body {{ font-family: system-ui, sans-serif; margin: 0; }}</style>
</head>
<body>
<div id="document"></div>
<script>{viewer}</script>
<script>
AsyncApiStandalone.render({{ schema: {document}, config: {{ show: {{ errors: true }} }} }},
                          document.getElementById("document"));
</script>
</body>
</html>
"""


def moved(node, place):
    """A schema whose own references lead to where it is put."""
    if isinstance(node, dict):
        return {key: place + value[1:] if key == "$ref" else moved(value, place)
                for key, value in node.items()}
    if isinstance(node, list):
        return [moved(value, place) for value in node]
    return node


def bundle(folder=SCHEMAS):
    """The document with each schema in the place of the reference to its file."""
    document = yaml.safe_load((folder / "asyncapi.yaml").read_text(encoding="utf-8"))
    for name, message in document["components"]["messages"].items():
        file = message.get("payload", {}).get("schema", {}).get("$ref")
        if file:
            schema = json.loads((folder / file).read_text(encoding="utf-8"))
            # without its format: viewers know JSON Schema by itself, not by the draft's name
            message["payload"] = moved(schema, f"#/components/messages/{name}/payload")
    return document


def page(document, package):
    """Text in scripts must not end them."""
    viewer = (package / "browser/standalone/index.js").read_text(encoding="utf-8")
    return PAGE.format(title=f"{document['info']['title']}: topics and records",
                       style=(package / "styles/default.min.css").read_text(encoding="utf-8"),
                       viewer=viewer.replace("</script", "<\\/script"),
                       document=json.dumps(document).replace("<", "\\u003c"))


def main():
    document = bundle()
    if len(sys.argv) > 1:
        sys.stdout.write(page(document, pathlib.Path(sys.argv[1])))
    else:
        json.dump(document, sys.stdout, indent=1)


if __name__ == "__main__":
    main()
