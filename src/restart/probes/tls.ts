import { isIP } from 'node:net';
import { connect, DetailedPeerCertificate, TLSSocket } from 'node:tls';
import { connectionProblem } from '../connection-problem';
import { Clock, Probe, ProbeResult } from '../engine/ports';
import { TlsProbeSpec } from '../spec/tls-probe';
import { readTls, TlsMaterial } from '../tls-files';

const DAY = 86_400_000;
const MOST_CERTIFICATES = 20;

/** Healthy when a listener shows a certificate that is trusted, carries the name, and stays good long enough. Sends nothing after the handshake. */
export class TlsProbe implements Probe {
  readonly target: string;

  constructor(private readonly spec: TlsProbeSpec, private readonly clock: Pick<Clock, 'date'>) {
    this.target = `tls ${spec.host}:${spec.port}`;
  }

  async check(timeoutSeconds: number): Promise<ProbeResult> {
    const { material, problem } = await readTls(this.spec.tls);
    if (material === undefined) {
      return { healthy: false, detail: problem };
    }
    try {
      const socket = await this.handshake(material, timeoutSeconds);
      try {
        return this.judge(socket.getPeerCertificate(true));
      } finally {
        socket.destroy();
      }
    } catch (error) {
      return { healthy: false, detail: error instanceof TooSlow ? error.message : connectionProblem(error) };
    }
  }

  private handshake(material: TlsMaterial, timeoutSeconds: number): Promise<TLSSocket> {
    const { host, port } = this.spec;
    return new Promise((resolve, reject) => {
      // A name in the handshake is none of an address. Source: RFC 6066 section 3.
      const socket = connect({ host, port, ...isIP(host) === 0 ? { servername: host } : {}, ...material });
      const timer = setTimeout(() => socket.destroy(new TooSlow(`no handshake within ${timeoutSeconds} s`)), timeoutSeconds * 1000);
      socket.on('error', reject);
      socket.on('close', () => {
        clearTimeout(timer);
        reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' }));
      });
      socket.once('secureConnect', () => resolve(socket));
    });
  }

  private judge(certificate: DetailedPeerCertificate): ProbeResult {
    const { daysLeft, issuerFingerprint } = this.spec;
    const left = (Date.parse(certificate.valid_to) - this.clock.date().getTime()) / DAY;
    const shown = `the certificate is good until ${certificate.valid_to}`;
    if (!(left >= daysLeft)) {
      return { healthy: false, detail: `${shown}, ${left.toFixed(1)} days from now, wanted ${daysLeft}` };
    }
    if (issuerFingerprint !== undefined && !issuersOf(certificate).includes(comparable(issuerFingerprint))) {
      return { healthy: false, detail: `${shown}, and no certificate above it has the fingerprint that is wanted` };
    }
    return { healthy: true, detail: shown };
  }
}

class TooSlow extends Error {}

/** Fingerprints of the certificates above the server's; a certificate that signs itself is its own issuer. */
function issuersOf(certificate: DetailedPeerCertificate): readonly string[] {
  const found: string[] = [];
  for (let one = certificate.issuerCertificate; one !== undefined && found.length < MOST_CERTIFICATES; one = one.issuerCertificate) {
    const fingerprint = comparable(one.fingerprint256);
    if (found.includes(fingerprint)) {
      break;
    }
    found.push(fingerprint);
  }
  return found;
}

function comparable(fingerprint: string): string {
  return fingerprint.replaceAll(':', '').toUpperCase();
}
