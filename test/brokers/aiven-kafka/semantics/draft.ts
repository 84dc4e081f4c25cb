import { SigningKey } from './signing-keys';

/** Numbers that look random and come again with the same seed (mulberry32). */
export class Random {
  constructor(private state: number) {}

  /** At least 0, less than 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)];
  }
}

/** A login that is still being changed. */
export class Draft {
  settings: Record<string, string>;
  /** The document of keys; undefined where no URL is set. */
  keySet: unknown;
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
  /** In place of the claims, where JSON objects cannot say it. */
  payload: Buffer | undefined;
  headerText: string | undefined;
  algorithm: string | undefined;
  signer: SigningKey;
  /** What is done to the finished token. */
  readonly finish: ((token: string) => string)[] = [];

  constructor(readonly random: Random, readonly pool: readonly SigningKey[], readonly now: number) {
    this.signer = random.next() < 0.5 ? pool[0] : random.pick(pool);
    this.settings = { 'expected.audience': 'orders', 'expected.issuer': 'https://idp.example.com/' };
    this.keySet = { keys: pool.map(({ jwk }) => ({ ...jwk })) };
    this.header = { alg: this.signer.algorithm, kid: this.signer.jwk.kid };
    this.claims = { iss: 'https://idp.example.com/', aud: 'orders', sub: 'alice', iat: now - 60, exp: now + 3600, scope: 'a b' };
  }

  /** The keys of the document, where it has any. */
  get keys(): Record<string, unknown>[] {
    const { keys } = (this.keySet ?? {}) as { keys?: unknown };
    return Array.isArray(keys) ? keys.filter((key) => key !== null && typeof key === 'object') : [];
  }

  /** The published half of the key that signs. */
  get published(): Record<string, unknown> {
    return this.keys.find(({ kid }) => kid === this.signer.jwk.kid) ?? {};
  }

  token(): string {
    const segments = [Buffer.from(this.headerText ?? JSON.stringify(this.header)), this.payload ?? Buffer.from(JSON.stringify(this.claims))]
      .map((bytes) => bytes.toString('base64url'));
    return this.finish.reduce((text, change) => change(text), this.signed(segments.join('.')));
  }

  /** The text with a signature behind it. */
  signed(input: string): string {
    return `${input}.${this.signer.sign(input, this.algorithm).toString('base64url')}`;
  }
}
