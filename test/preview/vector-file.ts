import * as fs from 'node:fs';
import * as path from 'node:path';
import { JsonMembers, PreviewCase } from '../../src/preview/case';
import { BrokerSemantics } from '../../src/preview/semantics';

/*
 * Vectors are small cases with what the broker does, and the source that says so.
 * A file's `common` case holds for all its vectors; `settings`, `claims`, `header` and `without` change parts of it.
 */

/** One vector as it stands in a file. */
export interface Vector {
  readonly name: string;
  /** Vendor's source file or page; that of the file where absent. */
  readonly source?: string;
  /** Members of the case that replace those of `common`. */
  readonly case?: Partial<PreviewCase>;
  /** Members of the settings object that are added to, or replace, those of `common`. */
  readonly settings?: JsonMembers;
  /** Members of header and claims that are added or replaced. */
  readonly header?: JsonMembers;
  readonly claims?: JsonMembers;
  /** Members of the case, settings, header or claims that are left out. */
  readonly without?: readonly string[];
  /** A compact token of these texts, for what JSON objects cannot say. */
  readonly raw?: { readonly header: string; readonly payload: string; readonly signature?: string };
  /** Actions and whether they are allowed. */
  readonly can?: Readonly<Record<string, boolean | 'unknown'>>;
  /** Members of the result, as `toMatchObject` compares. */
  readonly expect: object;
}

interface VectorFile {
  readonly source: string;
  readonly common: PreviewCase;
  readonly vectors: readonly Vector[];
}

/** A vector with its whole case. */
export interface ReadyVector {
  readonly name: string;
  readonly source: string;
  readonly input: PreviewCase;
  readonly vector: Vector;
}

const VECTORS = path.resolve(__dirname, '../vectors');

/** The brokers that have vectors. */
export const BROKERS_WITH_VECTORS = fs.readdirSync(VECTORS, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  .filter((name) => fs.existsSync(semanticsFile(name)));

function semanticsFile(broker: string): string {
  return path.resolve(__dirname, '../../src/brokers', broker, 'semantics.ts');
}

/** What a broker's semantics.ts exports. */
export function semanticsOf(broker: string): BrokerSemantics {
  return Object.values(require(semanticsFile(broker)) as object).find((exported) => typeof exported?.evaluate === 'function');
}

/** Every vector of a broker. */
export function vectorsOf(broker: string): readonly ReadyVector[] {
  const folder = path.join(VECTORS, broker);
  return fs.readdirSync(folder).filter((name) => name.endsWith('.json')).sort().flatMap((name) => {
    const file = JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8')) as VectorFile;
    return file.vectors.map((vector) => ({
      name: `${path.basename(name, '.json')}: ${vector.name}`,
      source: vector.source ?? file.source,
      input: caseOf(broker, file.common, vector),
      vector,
    }));
  });
}

function caseOf(broker: string, common: PreviewCase, vector: Vector): PreviewCase {
  const without = (members: object) => Object.fromEntries(Object.entries(members).filter(([name]) => !vector.without?.includes(name)));
  const input = without({ ...common, ...vector.case, broker }) as unknown as PreviewCase;
  const settings = typeof input.settings === 'string' ? input.settings : without({ ...input.settings, ...vector.settings });
  return { ...input, settings, token: tokenOf(input, vector, without), can: vector.can === undefined ? input.can : Object.keys(vector.can) };
}

function tokenOf({ token }: PreviewCase, vector: Vector, without: (members: object) => object): PreviewCase['token'] {
  if (vector.raw !== undefined) {
    const segments = [vector.raw.header, vector.raw.payload].map((text) => Buffer.from(text, 'utf8').toString('base64url'));
    return [...segments, vector.raw.signature ?? 'c2lnbmF0dXJl'].join('.');
  }
  if (token === undefined || typeof token === 'string') {
    return token;
  }
  return {
    header: without({ ...token.header, ...vector.header }) as JsonMembers,
    claims: without({ ...token.claims, ...vector.claims }) as JsonMembers,
  };
}
