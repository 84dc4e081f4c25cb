import { Data } from './mutate';

/** Tries that making one failure smaller may take. */
const MOST_TRIES = 400;

/** A smaller input that fails alike. */
export async function shrink(input: Data, fails: (smaller: Data) => Promise<boolean>): Promise<Data> {
  let smallest = input;
  let tries = 0;
  for (let found = true; found;) {
    found = false;
    for (const smaller of smallerOnes(smallest)) {
      if (++tries > MOST_TRIES) {
        return smallest;
      }
      if (await fails(smaller)) {
        smallest = smaller;
        found = true;
        break;
      }
    }
  }
  return smallest;
}

/** Values with something left out, the most first. */
function* smallerOnes(value: Data): Generator<Data> {
  if (typeof value === 'string') {
    yield* smallerTexts(value);
  } else if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at++) {
      yield [...value.slice(0, at), ...value.slice(at + 1)];
    }
    for (let at = 0; at < value.length; at++) {
      for (const smaller of smallerOnes(value[at])) {
        yield value.map((item, index) => (index === at ? smaller : item));
      }
    }
  } else if (value !== null && typeof value === 'object') {
    yield* smallerObjects(value);
  }
}

function* smallerObjects(value: { [name: string]: Data }): Generator<Data> {
  const members = Object.entries(value);
  for (const [name] of members) {
    yield Object.fromEntries(members.filter(([other]) => other !== name));
  }
  for (const [name, inner] of members) {
    for (const smaller of smallerOnes(inner)) {
      yield Object.fromEntries(members.map(([other, was]) => [other, other === name ? smaller : was]));
    }
  }
}

function* smallerTexts(text: string): Generator<string> {
  for (let length = Math.ceil(text.length / 2); length >= 1; length = length === 1 ? 0 : Math.ceil(length / 2)) {
    for (let at = 0; at < text.length; at += length) {
      yield text.slice(0, at) + text.slice(at + length);
    }
  }
}
