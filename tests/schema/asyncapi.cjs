// SPDX-License-Identifier: MIT
// asyncapi.cjs - what AsyncAPI's own parser says of a document: errors and warnings, a line each.
//
//     node asyncapi.cjs PARSER <document.json     PARSER: browser/index.js of the npm package @asyncapi/parser
const fs = require("node:fs");

const WARNING = 1; // 0 error, 1 warning, 2 information, 3 hint

const module_ = { exports: {} };
new Function("module", "exports", "self", fs.readFileSync(process.argv[2], "utf8"))(
    module_, module_.exports, globalThis);
const Parser = module_.exports;

new Parser().parse(fs.readFileSync(0, "utf8")).then(({ document, diagnostics }) => {
    const found = diagnostics.filter((d) => d.severity <= WARNING);
    for (const d of found) console.log(`${d.path.join("/")}: ${d.message}`);
    if (!document && !found.length) console.log("no document");
    process.exitCode = found.length || !document ? 1 : 0;
});
