import { askHttp } from '../bounded-http';
import { Probe, ProbeResult } from '../engine/ports';
import { ProbeSpec } from '../spec';

type HttpProbeSpec = ProbeSpec & { readonly kind: 'http' };

const LARGEST_BODY = 256 * 1024;

/** Healthy when a URL answers with a wanted status and, where asked for, with a body that holds a text. */
export class HttpProbe implements Probe {
  readonly target: string;

  constructor(private readonly spec: HttpProbeSpec) {
    // A query may hold a key.
    this.target = `http ${spec.url.replace(/[?#].*$/, '')}`;
  }

  async check(timeoutSeconds: number): Promise<ProbeResult> {
    const { url, status, bodyContains } = this.spec;
    const answer = await askHttp({ url, timeoutSeconds, largestBody: LARGEST_BODY });
    if (answer.problem !== undefined) {
      return { healthy: false, detail: answer.problem };
    }
    if (!status.includes(answer.status)) {
      return { healthy: false, detail: `status ${answer.status}, wanted ${status.join(' or ')}` };
    }
    if (bodyContains !== undefined && !answer.body.includes(bodyContains)) {
      return { healthy: false, detail: `status ${answer.status}, the body lacks the wanted text` };
    }
    return { healthy: true, detail: `status ${answer.status}` };
  }
}
