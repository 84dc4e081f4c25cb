import { Files } from '../../brokers/broker-core';
import { Finding, finding } from '../../rules/rule';
import { RESTART_RULES } from '../rules';
import { RestartSpec } from '../spec';
import { Knowledge } from './knowledge';
import { LoginCheck, Ports } from './ports';
import { verifySignature } from './signature';
import { StepFailure } from './step-failure';
import { previewToken } from './token-preview';
import { withOtherSignature } from '../tokens/spoiled-token';

/** How a node's logins are to be judged, and what was found. */
export interface SmokeResult {
  /** `proved`, `follows` when the node judges no token now, or `none` where none is to be tried. */
  readonly state: 'proved' | 'follows' | 'none';
  readonly detail: string;
}

interface Tokens {
  readonly accepted: string;
  readonly refused: string | undefined;
}

const NONE: SmokeResult = { state: 'none', detail: '' };

/**
 * Tries tokens on nodes that run the new settings: a good one must be let in, a bad one kept out.
 *
 * The good token comes first: where nobody is let in, keeping one out shows nothing. A token that is not let in is tried again for a while,
 * since brokers fetch keys after they have opened their ports; one that must be kept out and is let in fails at once.
 */
export class Smoke {
  constructor(private readonly spec: RestartSpec, private readonly broker: Knowledge, private readonly ports: Ports) {}

  /** Whether any node tries tokens. */
  get asked(): boolean {
    return this.spec.smoke !== undefined && this.spec.nodes.some((node) => node.logins.length > 0);
  }

  /**
   * Judges the tokens by the new settings before any node runs them, as far as that can be done from here.
   *
   * It catches settings with which a broker starts and then lets nobody in, also where the nodes that restart first judge no token.
   */
  async judgeBefore(files: Files): Promise<{ readonly findings: readonly Finding[]; readonly notices: readonly string[] }> {
    if (!this.asked) {
      return { findings: [], notices: [] };
    }
    const tokens = await this.tokens();
    if (typeof tokens === 'string') {
      return this.verdict([finding(RESTART_RULES.SMOKE_TOKEN, 'smoke', { message: tokens })], []);
    }
    const good = this.previewed(files, tokens.accepted);
    const bad = this.spec.smoke!.refused === undefined || tokens.refused === undefined ? undefined : this.previewed(files, tokens.refused);
    const signature = await verifySignature(tokens.accepted, this.broker.requirements(files).requirements?.keys ?? [], this.ports.keys);
    const objections = [
      ...good?.decision === 'reject' ? [`the token that must be let in would be refused under the new settings: ${good.reason}`] : [],
      ...signature.verdict === 'bad' ? [`the token that must be let in would be refused under the new settings: ${signature.detail}`] : [],
      // Its signature may be what is wrong with it, and that is not judged here; only a token that is good all round is a mistake.
      ...bad?.decision === 'accept' && await this.isSigned(files, tokens.refused!) ? ['the token that must be kept out is good under the new settings'] : [],
    ];
    const told = good === undefined ? [] : [`the token that must be let in, judged by the new settings: ${good.decision}${good.reason === '' ? '' : `: ${good.reason}`}`];
    return this.verdict(objections.map((message) => finding(RESTART_RULES.SMOKE_TOKEN, 'smoke', { message })), told);
  }

  /** Tries the tokens on a node that runs the new settings. Throws `StepFailure` when it does not judge them as it must. */
  async check(name: string): Promise<SmokeResult> {
    const { logins } = this.ports.node(name);
    if (this.spec.smoke === undefined || logins.length === 0) {
      return NONE;
    }
    if (!await this.decidesLogins(name)) {
      return { state: 'follows', detail: 'judges no token now; the proof follows when it does' };
    }
    try {
      const tokens = await this.tokens();
      if (typeof tokens === 'string') {
        throw new StepFailure(tokens);
      }
      for (const login of logins) {
        await this.letsIn(login, tokens.accepted);
        await this.keepsOut(login, tokens.refused);
      }
      const where = logins.map((login) => login.target).join(', ');
      return { state: 'proved', detail: `${where}: a token was let in${tokens.refused === undefined ? '' : ', another one kept out'}` };
    } catch (error) {
      if (!(error instanceof StepFailure) || !this.overridden) {
        throw error;
      }
      return { state: 'none', detail: `gate smoke switched off: ${error.message}` };
    }
  }

  /**
   * Why a node that runs the new settings already does not judge tokens as it must; undefined where it does, or judges none.
   *
   * An earlier run may have stopped at it for that reason, and nothing on the node shows it.
   */
  async objection(name: string): Promise<string | undefined> {
    try {
      await this.check(name);
      return undefined;
    } catch (error) {
      if (error instanceof StepFailure) {
        return error.message;
      }
      throw error;
    }
  }

  /** What a node that runs its settings of today says to the good token, where that is anything but letting it in. */
  async today(name: string): Promise<string | undefined> {
    const tokens = await this.decidesLogins(name) ? await this.tokens() : 'none is tried';
    if (typeof tokens === 'string') {
      return undefined;
    }
    for (const login of this.ports.node(name).logins) {
      const { outcome, detail } = await login.login(tokens.accepted, this.spec.timeouts.probeSeconds);
      if (outcome !== 'accepted') {
        return `the token that must be let in is not let in today, although the change leaves tokens as they are: ${login.target}: ${outcome} (${detail})`;
      }
    }
    return undefined;
  }

  /** Whether a node judges tokens itself: by its role where that decides, else as the spec says. */
  async decidesLogins(name: string): Promise<boolean> {
    const role = (await this.ports.cluster?.roles())?.get(name);
    return role?.decidesLogins ?? this.spec.nodes.find((node) => node.name === name)!.decidesLogins;
  }

  private get overridden(): boolean {
    return this.spec.overrides.includes('smoke');
  }

  private verdict(findings: readonly Finding[], notices: readonly string[]) {
    return this.overridden
      ? { findings: [], notices: [...notices, ...findings.map((found) => `gate smoke switched off: ${found.message}`)] }
      : { findings, notices };
  }

  private previewed(files: Files, token: string) {
    const { kind, version, stated } = this.spec.broker;
    return previewToken(files, token, { kind, version, stated, now: Math.floor(this.ports.clock.date().getTime() / 1000) });
  }

  private async isSigned(files: Files, token: string): Promise<boolean> {
    return (await verifySignature(token, this.broker.requirements(files).requirements?.keys ?? [], this.ports.keys)).verdict === 'good';
  }

  private async tokens(): Promise<Tokens | string> {
    const { accepted, refused } = this.spec.smoke!;
    const good = await this.ports.tokenFrom(accepted);
    if (good.token === undefined) {
      return `the token that must be let in cannot be had: ${good.problem}`;
    }
    if (refused === undefined) {
      return { accepted: good.token, refused: withOtherSignature(good.token) };
    }
    const bad = await this.ports.tokenFrom(refused);
    return bad.token === undefined ? `the token that must be kept out cannot be had: ${bad.problem}` : { accepted: good.token, refused: bad.token };
  }

  private letsIn(login: LoginCheck, token: string): Promise<void> {
    return this.tryUntil(login, token, {
      wanted: 'accepted', atOnce: undefined, failure: (seen) => `${login.target}: the token that must be let in was not: ${seen}`,
    });
  }

  private async keepsOut(login: LoginCheck, token: string | undefined): Promise<void> {
    if (token !== undefined) {
      await this.tryUntil(login, token, {
        wanted: 'refused', atOnce: 'accepted', failure: (seen) => `${login.target}: the token that must be kept out was not: ${seen}`,
      });
    }
  }

  private async tryUntil(login: LoginCheck, token: string, { wanted, atOnce, failure }: Wanted): Promise<void> {
    const { clock, lease } = this.ports;
    const { smokeSeconds, probeSeconds } = this.spec.timeouts;
    const end = clock.now() + smokeSeconds * 1000;
    for (;;) {
      const { outcome, detail } = await login.login(token, probeSeconds);
      if (outcome === wanted) {
        return;
      }
      if (outcome === atOnce || clock.now() >= end) {
        throw new StepFailure(failure(`${outcome} (${detail})`));
      }
      await lease.heartbeat();
      await clock.sleep(this.spec.checkIntervalSeconds * 1000);
    }
  }
}

interface Wanted {
  readonly wanted: 'accepted' | 'refused';
  /** The outcome that no further try can mend. */
  readonly atOnce: 'accepted' | undefined;
  readonly failure: (seen: string) => string;
}
