// A schema and texts on stdin → what an editor shows at the place marked with ¦ in each: hover, completions, problems.
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";

const { getLanguageService, TextDocument } = createRequire(import.meta.url)("vscode-json-languageservice");
const { schema, texts } = JSON.parse(await text(process.stdin));
const service = getLanguageService({ schemaRequestService: async () => schema });
service.configure({ validate: true, schemas: [{ fileMatch: ["*.sop.json"], uri: "file:///sop.schema.json" }] });

const answers = [];
for (const marked of texts) {
  const at = Math.max(marked.indexOf("¦"), 0);
  const document = TextDocument.create("file:///contoh.sop.json", "json", 1, marked.replace("¦", ""));
  const tree = service.parseJSONDocument(document);
  const place = document.positionAt(at);
  const hover = await service.doHover(document, place, tree);
  const offered = await service.doComplete(document, place, tree);
  const problems = await service.doValidation(document, tree);
  answers.push({
    hover: (hover?.contents ?? []).join("\n").replaceAll("\\", ""),
    offered: Object.fromEntries(offered.items.map((item) => [item.label, item.documentation ?? ""])),
    problems: problems.map((problem) => [problem.range.start.line, problem.message]),
  });
}
console.log(JSON.stringify(answers));
