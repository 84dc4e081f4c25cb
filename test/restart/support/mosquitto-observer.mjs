/*
 * Watches nodes from outside and knows nothing of the engine: who takes connections, and whether what is not ours still stands in the files.
 *
 *   node mosquitto-observer.mjs <JSON: [{ name, port, files: [{ path, keep: [text], without: [begin, end] }] }]> <output file>
 *
 * Writes a line at every change and, when it is asked to end, how often it has looked. A file's `keep` are texts that must stand in it byte
 * for byte; where `without` names two marks, the file without the lines from the one to the other must be the only text of `keep`.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';

const [nodes, output] = [JSON.parse(process.argv[2]), process.argv[3]];
const INTERVAL_MILLISECONDS = 10;

const parent = process.ppid;
let ended = false;
process.on('SIGTERM', () => {
  ended = true;
});

const told = new Map();
let looks = 0;
let longest = 0;
/** When the look before this one began. */
let earlier = 0;

function tell(line) {
  appendFileSync(output, `${JSON.stringify({ at: Date.now(), ...line })}\n`);
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

function lost({ path, keep, without }) {
  let text;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return [`${path} cannot be read (${error.code})`];
  }
  if (without !== undefined) {
    const [begin, end] = without.map((mark) => text.indexOf(`${mark}\n`));
    const others = begin < 0 ? text : text.slice(0, begin) + text.slice(end + without[1].length + 1);
    return others === keep[0] ? [] : [`${path} has not kept the bytes of others: ${JSON.stringify(others)}`];
  }
  return keep.filter((part) => !text.includes(part)).map((part) => `${path} has lost ${part.slice(0, 60)}`);
}

for (let before = Date.now(); !ended && process.ppid === parent; before = Date.now()) {
  const up = await Promise.all(nodes.map(({ port }) => answers(port)));
  const state = JSON.stringify(up);
  if (told.get('up') !== state) {
    told.set('up', state);
    tell({ stillAt: earlier, up: Object.fromEntries(nodes.map(({ name }, index) => [name, up[index]])) });
  }
  for (const problem of nodes.flatMap(({ files }) => files.flatMap(lost))) {
    if (!told.has(problem)) {
      told.set(problem, true);
      tell({ lost: problem });
    }
  }
  looks += 1;
  earlier = before;
  await new Promise((resolve) => setTimeout(resolve, INTERVAL_MILLISECONDS));
  longest = Math.max(longest, Date.now() - before);
}
tell({ looks, longest });
