import { connect } from 'node:net';
import { Probe, ProbeResult } from '../engine/ports';

/** Healthy when a TCP connection can be opened. */
export class TcpProbe implements Probe {
  readonly target: string;

  constructor(private readonly host: string, private readonly port: number) {
    this.target = `tcp ${host}:${port}`;
  }

  check(timeoutSeconds: number): Promise<ProbeResult> {
    return new Promise((resolve) => {
      const socket = connect({ host: this.host, port: this.port });
      const timer = setTimeout(() => settle({ healthy: false, detail: `no connection within ${timeoutSeconds} s` }), timeoutSeconds * 1000);
      const settle = (result: ProbeResult) => {
        clearTimeout(timer);
        socket.destroy();
        resolve(result);
      };
      socket.once('connect', () => settle({ healthy: true, detail: 'connected' }));
      socket.on('error', (error: NodeJS.ErrnoException) => settle({ healthy: false, detail: `cannot connect (${error.code ?? error.message})` }));
    });
  }
}
