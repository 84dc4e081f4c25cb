import { isTooDeep } from './json-depth';
import { Candidate, Recogniser } from '../brokers/broker-lint';

/** A broker's way of telling its files, with its key. */
export interface KnownRecogniser {
  readonly kind: string;
  readonly recogniser: Recogniser;
}

/** Whose a file is, and which of its files. */
export interface Kind {
  readonly kind: string;
  readonly file: string;
}

const BEGINNING = 65_536;
const MOST_MEMBERS = 1000;

/** The file as recognisers see it. */
export function candidateOf(path: string, text: string): Candidate {
  return { name: path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1), beginning: text.slice(0, BEGINNING), members: membersOf(text) };
}

function membersOf(text: string): readonly string[] {
  const isJson = /^\ufeff?[ \t\r\n]*[{[]/.test(text) && !isTooDeep(text);
  let value: unknown;
  try {
    value = isJson ? JSON.parse(text.replace(/^\ufeff/, '')) : undefined;
  } catch {
    return [];
  }
  const [prefix, object] = Array.isArray(value) ? ['[]', value[0] as unknown] : ['', value];
  return typeof object === 'object' && object !== null ? Object.keys(object).slice(0, MOST_MEMBERS).map((name) => `${prefix}${name}`) : [];
}

/** Whose the file is; undefined where nobody claims it, or several do with equal right. */
export function recognise(candidate: Candidate, recognisers: readonly KnownRecogniser[]): Kind | undefined {
  const claims = recognisers.flatMap(({ kind, recogniser }) => {
    const found = recogniser.recognise(candidate);
    return found === undefined ? [] : [{ kind, ...found }];
  });
  const most = Math.max(...claims.map(({ likeness }) => likeness));
  const best = claims.filter(({ likeness }) => likeness === most);
  return best.length === 1 ? { kind: best[0].kind, file: best[0].file } : undefined;
}
