// Mermaid texts, one a line as JSON → what Mermaid reads in each, and what stands in its drawing; or why it refuses.
import { createInterface } from "node:readline";
import { JSDOM } from "jsdom";

const { window } = new JSDOM("");
for (const name of ["window", "document", "CSSStyleSheet", "Element", "XMLSerializer"]) globalThis[name] = window[name];
// What a browser measures and jsdom does not: every text takes the same room.
const room = { x: 0, y: 0, width: 50, height: 20 };
window.Element.prototype.getBoundingClientRect = () => room;
window.SVGElement.prototype.getBBox = () => room;
window.CSSStyleSheet.prototype.replaceSync = () => {};
const { default: mermaid } = await import("mermaid");
mermaid.initialize({ startOnLoad: false });

function said(element) {
  for (const end of element?.querySelectorAll("br") ?? []) end.replaceWith("\n");
  return element?.textContent ?? "";
}

async function read({ text, draws }) {
  await mermaid.parse(text);
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
  const whole = {
    groups: db.getSubGraphs().map(({ id, nodes }) => [id, nodes]),
    nodes: [...db.getVertices().values()].map(({ id, type, classes }) => [id, type, classes]),
    edges: db.getEdges().map(({ start, end, stroke, style }) => [start, end, stroke, style ?? []]),
  };
  return draws ? { ...whole, ...(await draw(text)) } : whole;
}

async function draw(text) {
  const { svg } = await mermaid.render("picture", text);
  const drawn = new window.DOMParser().parseFromString(svg, "text/html");
  const all = [...drawn.body.querySelectorAll("*")];
  const texts = (selector) => [...drawn.querySelectorAll(selector)].map(said);
  return {
    title: said(drawn.querySelector(".flowchartTitleText")),
    texts: [...texts(".cluster-label"), ...texts(".nodeLabel:not(.cluster-label *)"), ...texts("span.edgeLabel")],
    tags: [...new Set(all.map(({ tagName }) => tagName.toLowerCase()))],
    acts: all.flatMap((one) => one.getAttributeNames()).filter((name) => /^on|href/.test(name)),
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  const answer = await read(JSON.parse(line)).catch((error) => ({ refused: String(error) }));
  console.log(JSON.stringify(answer));
}
