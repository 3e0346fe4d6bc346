// DOT texts, one a line as JSON → what Graphviz draws of each, as its own JSON; or why it refuses.
import { createInterface } from "node:readline";
import { Graphviz } from "@hpcc-js/wasm-graphviz";

const graphviz = await Graphviz.load();
for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    answer = JSON.parse(graphviz.layout(JSON.parse(line), "json", "dot"));
  } catch (error) {
    answer = { refused: String(error) };
  }
  console.log(JSON.stringify(answer));
}
