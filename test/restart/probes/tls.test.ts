import { X509Certificate } from 'node:crypto';
import * as fs from 'node:fs';
import { AddressInfo, createServer as createTcpServer, Server } from 'node:net';
import * as path from 'node:path';
import { createServer } from 'node:tls';
import { TlsProbe } from '../../../src/restart/probes/tls';
import { PROBE } from '../../../src/restart/spec/probes';
import { TlsProbeSpec } from '../../../src/restart/spec/tls-probe';
import { certificateFor } from '../../doctor/hostile-server';
import { temporaryFolder } from '../support/folder';

const DAY = 86_400_000;
const certificate = certificateFor('localhost');
const missing = certificate === undefined;
const folder = temporaryFolder();
const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

async function listen(server: Server): Promise<number> {
  servers.push(server);
  server.on('connection', (socket) => socket.on('error', () => undefined));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

function caFile(): string {
  const file = path.join(folder(), 'ca.pem');
  fs.writeFileSync(file, certificate!.cert);
  return file;
}

function check(port: number, more: object, later = 0, timeout = 5) {
  const spec = PROBE.parse({ kind: 'tls', host: 'localhost', port, ...more }) as TlsProbeSpec;
  return new TlsProbe(spec, { date: () => new Date(Date.now() + later) }).check(timeout);
}

(missing ? describe.skip : describe)(`a TLS probe${missing ? ' (skipped: no openssl)' : ''}`, () => {
  const until = () => new X509Certificate(certificate!.cert).validTo;
  const port = () => listen(createServer({ ...certificate }));

  test('is healthy where the certificate is trusted, carries the name and stays good', async () => {
    expect(await check(await port(), { tls: { caFile: caFile() }, daysLeft: 1 })).toEqual({ healthy: true, detail: `the certificate is good until ${until()}` });
  });

  test.each<[string, object, string]>([
    ['trusted by nobody', {}, 'the certificate is signed by itself; caFile names whom to trust (DEPTH_ZERO_SELF_SIGNED_CERT)'],
    ['for another host', { tls: { caFile: 'CA', serverName: 'b.example.com' } },
      'the certificate is for another host; serverName names the one it must carry (ERR_TLS_CERT_ALTNAME_INVALID)'],
  ])('is not healthy where the certificate is %s', async (_name, more, detail) => {
    const given = JSON.parse(JSON.stringify(more).replace('"CA"', JSON.stringify(caFile())));
    expect(await check(await port(), given)).toEqual({ healthy: false, detail });
  });

  test('is not healthy where the certificate is soon no longer good', async () => {
    const { healthy, detail } = await check(await port(), { tls: { caFile: caFile() }, daysLeft: 30 });
    expect([healthy, detail]).toEqual([false, expect.stringMatching(/^the certificate is good until .* GMT, (2\.0|1\.9) days from now, wanted 30$/)]);
    expect((await check(await port(), { tls: { caFile: caFile() } }, 3 * DAY)).healthy).toBe(false);
  });

  test('looks for the fingerprint of a certificate above it, with colons or without', async () => {
    const { fingerprint256 } = new X509Certificate(certificate!.cert);
    const tls = { caFile: caFile() };
    expect((await check(await port(), { tls, issuerFingerprint: fingerprint256 })).healthy).toBe(true);
    expect((await check(await port(), { tls, issuerFingerprint: fingerprint256.replaceAll(':', '').toLowerCase() })).healthy).toBe(true);
    expect(await check(await port(), { tls, issuerFingerprint: '0'.repeat(64) })).toEqual({
      healthy: false, detail: `the certificate is good until ${until()}, and no certificate above it has the fingerprint that is wanted`,
    });
  });

  test('tells which file cannot be read', async () => {
    expect(await check(1, { tls: { caFile: '/nowhere/ca.pem' } })).toEqual({ healthy: false, detail: '/nowhere/ca.pem cannot be read (ENOENT)' });
  });
});

describe('a TLS probe is not healthy', () => {
  test('where the server speaks no TLS', async () => {
    const port = await listen(createTcpServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')));
    expect((await check(port, {}))).toEqual({ healthy: false, detail: expect.stringContaining('the server speaks no TLS') });
  });

  test('where the server never answers, in time', async () => {
    const port = await listen(createTcpServer((socket) => socket.unref()));
    expect((await check(port, {}, 0, 0.2))).toEqual({ healthy: false, detail: 'no handshake within 0.2 s' });
  });

  test('where the server closes', async () => {
    const port = await listen(createTcpServer((socket) => socket.destroy()));
    expect((await check(port, {}))).toEqual({ healthy: false, detail: 'the connection broke off (ECONNRESET)' });
  });

  test('where nobody listens', async () => {
    const port = await listen(createTcpServer());
    servers.splice(0).forEach((server) => server.close());
    expect((await check(port, {}))).toEqual({ healthy: false, detail: 'nobody listens there (ECONNREFUSED)' });
  });
});

test('a fingerprint that is none is refused', () => {
  expect(PROBE.safeParse({ kind: 'tls', host: 'a', port: 1, issuerFingerprint: 'ab:cd' }).success).toBe(false);
});
