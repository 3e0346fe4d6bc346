// DOT texts, one a line as JSON → what Graphviz reads in each, as JSON, and draws of it, as SVG; or why it refuses.
import { createInterface } from "node:readline";
import { Graphviz } from "@hpcc-js/wasm-graphviz";

const graphviz = await Graphviz.load();
for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    const text = JSON.parse(line);
    answer = { ...JSON.parse(graphviz.layout(text, "json0", "dot")), svg: graphviz.layout(text, "svg", "dot") };
  } catch (error) {
    answer = { refused: String(error) };
  }
  console.log(JSON.stringify(answer));
}
