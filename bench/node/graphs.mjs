// The acts of an SOP, then what to find in it, one a line as JSON → what xstate's graph tools find; or only that it is found.
import { createInterface } from "node:readline";
import { assign, createMachine } from "xstate";
import { createTestModel, getSimplePaths } from "xstate/graph";

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const { first, ends, acts } = JSON.parse((await lines.next()).value);

/** The SOP as a machine; with `most`, one that counts in its context how often each return is taken, and bounds that. */
function machine(most) {
  const states = Object.fromEntries(ends.map((end) => [end, { type: "final" }]));
  const context = {};
  for (const { step, outcome, to, isUpward } of acts) {
    const way = { target: to };
    if (isUpward && most !== undefined) {
      const times = `${step} ${outcome}`;
      context[times] = 0;
      way.guard = ({ context }) => context[times] < most;
      way.actions = assign({ [times]: ({ context }) => context[times] + 1 });
    }
    states[step] ??= { on: {} };
    states[step].on[outcome] = way;
  }
  return createMachine({ initial: first, context, states });
}

const bare = machine();
const counting = machine(1);
const model = createTestModel(bare);
const toState = (state) => ends.includes(state.value);

const finders = {
  paths: () => getSimplePaths(bare, { toState }),
  returns: () => getSimplePaths(counting, { toState }),
  covering: () => model.getShortestPaths(),
};

for await (const line of { [Symbol.asyncIterator]: () => lines }) {
  const { find, times, tell } = JSON.parse(line);
  let found = [];
  for (let n = 0; n < times; n++) found = finders[find]();
  // The first step of each path is xstate's own: how the machine came to its first state.
  console.log(JSON.stringify(tell ? found.map((path) => path.steps.slice(1).map((step) => step.event.type)) : []));
}
