import { LoginCheck, Probe, ProbeResult } from '../engine/ports';
import { makeLogin } from '../logins/make-login';
import { LoginProbeSpec } from '../spec/login-probe';
import { tokenFrom } from '../tokens/token-from';
import { World } from '../world';

/** Healthy when a token is let in, or kept out, as it must be. */
export class LoginProbe implements Probe {
  readonly target: string;
  private readonly attempt: LoginCheck;

  constructor(private readonly spec: LoginProbeSpec, private readonly world: World) {
    this.attempt = makeLogin(spec.login, world);
    this.target = `login ${this.attempt.target}`;
  }

  async check(timeoutSeconds: number): Promise<ProbeResult> {
    const { token, problem } = await tokenFrom(this.spec.token, this.world);
    if (token === undefined) {
      return { healthy: false, detail: `no token: ${problem}` };
    }
    const { outcome, detail } = await this.attempt.login(token, timeoutSeconds);
    return { healthy: outcome === this.spec.expected, detail: `token ${outcome}${outcome === this.spec.expected ? '' : `, wanted ${this.spec.expected}`}: ${detail}` };
  }
}
