import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Host, LocalHost, quoteWord, SshHost } from '../../../src/restart/drivers/host';
import { HostFiles } from '../../../src/restart/drivers/host-files';
import { HostLeaseFile } from '../../../src/restart/leases/host-lease-files';
import { LeaseRecord } from '../../../src/restart/leases/majority-lease';
import { temporaryFolder } from '../support/folder';
import { SSHD, SshServer } from '../support/ssh-server';

const folder = temporaryFolder();
const environment = { PATH: process.env.PATH, HOME: process.env.HOME };
const HOSTILE = 'it\'s "$HOME" `id` \\ $(id) ; & | > < * ? ~ \t é 😀 -n';

let server: SshServer | undefined;
beforeAll(async () => {
  server = SSHD === undefined ? undefined : await SshServer.start();
}, 30_000);
afterAll(() => server?.stop());

const hosts: [string, () => Host][] = [
  ['this machine', () => new LocalHost(environment)],
  ...(SSHD === undefined ? [] : [['a real OpenSSH server', () => new SshHost(server!.target(), environment)] as [string, () => Host]]),
];

(SSHD === undefined ? test.skip : test)('a real OpenSSH server is there to be asked (skipped where sshd is not installed)', () => {
  expect(server?.port).toBeGreaterThan(0);
});

describe.each(hosts)('%s', (_, host) => {
  test('runs a script with arguments that no shell changes', async () => {
    const { code, stdout } = await host().run('printf "%s\\n" "$@"', [HOSTILE, '', 'a\nb', '--']);
    expect([code, stdout.toString('utf8')]).toEqual([0, `${HOSTILE}\n\na\nb\n--\n`]);
  });

  test('hands over input and tells code and errors', async () => {
    const result = await host().run('cat; echo wrong >&2; exit 7', [], { input: HOSTILE });
    expect([result.code, result.stdout.toString('utf8'), result.stderr]).toEqual([7, HOSTILE, 'wrong']);
  });

  test('ends a script that takes too long', async () => {
    const result = await host().run('sleep 30', [], { timeoutSeconds: 0.5 });
    expect([result.code, result.stderr]).toEqual([undefined, expect.stringContaining('took longer than 0.5 s')]);
  });

  test('does not wait for what it cannot end', async () => {
    const begun = Date.now();
    expect((await host().run('setsid sleep 20', [], { timeoutSeconds: 0.5 })).code).toBeUndefined();
    expect(Date.now() - begun).toBeLessThan(10_000);
  });

  test('takes a script for read that ignores its input', async () => {
    expect((await host().run('exit 0', [], { input: 'x'.repeat(1_000_000) })).code).toBe(0);
  });

  describe('files', () => {
    const files = () => new HostFiles(host());

    test('are missing, or read with the time of their last change', async () => {
      expect(await files().read(join(folder(), 'none'))).toBeUndefined();
      const path = join(folder(), 'a file with blanks');
      writeFileSync(path, HOSTILE);
      const found = await files().read(path);
      expect(found?.text).toBe(HOSTILE);
      expect(Math.abs(found!.changedAt - statSync(path).ctimeMs)).toBeLessThan(1);
    });

    test.each([['', 'nothing'], ['x', 'one letter'], [`${HOSTILE}\n\n`, 'hostile text'], ['ä'.repeat(300_000), 'a long text']])(
      'hold what was written, byte by byte: case %#', async (text) => {
        const path = join(folder(), 'file');
        await files().replace(path, text, false);
        expect(readFileSync(path, 'utf8')).toBe(text);
        expect((await files().read(path))?.text).toBe(text);
      });

    test('keep mode and link, and the version before where asked', async () => {
      const path = join(folder(), 'real');
      const link = join(folder(), 'link');
      writeFileSync(path, 'old');
      chmodSync(path, 0o640);
      symlinkSync(path, link);
      await files().replace(link, 'new', true);
      expect([readFileSync(path, 'utf8'), statSync(path).mode & 0o777, lstatSync(link).isSymbolicLink()]).toEqual(['new', 0o640, true]);
      expect(readFileSync(`${path}.broker-oauth-previous`, 'utf8')).toBe('old');
      expect(existsSync(join(folder(), '.real.broker-oauth-new'))).toBe(false);
    });

    test('stay as they are when the connection breaks before all of it has arrived', async () => {
      const path = join(folder(), 'file');
      writeFileSync(path, 'whole');
      writeFileSync(`${path}.broker-oauth-previous`, 'earlier');
      const breaking: Host = {
        name: 'host', run: (script, args, options) => host().run(script, args, { ...options, input: String(options?.input).slice(0, 40_000) }),
      };
      await expect(new HostFiles(breaking).replace(path, 'x'.repeat(100_000), true)).rejects.toThrow('cannot write');
      await expect(new HostFiles(breaking).replace(path, 'x'.repeat(100_000), true)).rejects.toThrow('40000 of 100000 bytes arrived');
      expect([readFileSync(path, 'utf8'), readFileSync(`${path}.broker-oauth-previous`, 'utf8')]).toEqual(['whole', 'earlier']);
      expect(readdirSync(folder()).sort()).toEqual(['file', 'file.broker-oauth-previous']);
    });

    test('tell when they changed whatever the language of the host', async () => {
      const path = join(folder(), 'file');
      writeFileSync(path, 'x');
      const words: string[] = [];
      const answering = (times: string): Host => ({
        name: 'host', run: async (script) => { words.push(script); return { code: 0, stdout: Buffer.from(`${times}\nx`), stderr: '' }; },
      });
      await expect(new HostFiles(answering('1795369419,8 1795369419,9')).read(path)).rejects.toThrow(`host does not tell when ${path} changed`);
      expect(await new HostFiles(answering('1795369419.8 1795369419.9')).read(path)).toEqual({ text: 'x', changedAt: 1795369419900 });
      expect(words[0]).toContain('LC_ALL=C stat');
    });

    test('that are none, or no text, are refused', async () => {
      mkdirSync(join(folder(), 'directory'));
      await expect(files().read(join(folder(), 'directory'))).rejects.toThrow('is no regular file');
      writeFileSync(join(folder(), 'binary'), Buffer.from([0xff, 0xfe]));
      await expect(files().read(join(folder(), 'binary'))).rejects.toThrow('is not UTF-8');
      await expect(files().replace(join(folder(), 'no', 'such', 'folder'), 'x', false)).rejects.toThrow(/^cannot write .* on /);
    });
  });

  describe('the record of a lease', () => {
    const record = (counter: number): LeaseRecord => ({ owner: `run ${HOSTILE}`, term: 1, counter, released: false });

    test('is replaced only where the expected one stands', async () => {
      const lease = new HostLeaseFile(host(), join(folder(), 'state', 'of cluster'));
      expect(await lease.read()).toBeUndefined();
      expect(await lease.replace(record(1), record(2))).toBe(false);
      expect(await lease.replace(undefined, record(1))).toBe(true);
      expect(await lease.replace(undefined, record(9))).toBe(false);
      expect(await lease.read()).toEqual(record(1));
      expect(await lease.replace(record(1), record(2))).toBe(true);
      expect(await lease.read()).toEqual(record(2));
    });

    test('goes to one of many that ask at once', async () => {
      const lease = new HostLeaseFile(host(), folder());
      const answers = await Promise.all(Array.from({ length: 8 }, (_unused, index) => lease.replace(undefined, record(index))));
      expect(answers.filter(Boolean)).toHaveLength(1);
      expect(await lease.read()).toEqual(record(answers.indexOf(true)));
    });

    test('that cannot be understood is never taken for a free one', async () => {
      writeFileSync(join(folder(), 'lease.json'), 'garbage');
      await expect(new HostLeaseFile(host(), folder()).read()).rejects.toThrow('cannot be understood');
    });
  });
});

(SSHD === undefined ? describe.skip : describe)('OpenSSH (skipped where sshd is not installed)', () => {
  test('refuses a host whose key is another one', async () => {
    const { code, stderr } = await new SshHost(server!.target({ knownHostsFile: join(server!.folder, 'wrong') }), environment).run('echo in', []);
    expect([code, stderr]).toEqual([undefined, expect.stringContaining('Host key verification failed')]);
  });

  test('refuses a host that nobody knows', async () => {
    const { code, stderr } = await new SshHost(server!.target({ knownHostsFile: join(folder(), 'none') }), environment).run('echo in', []);
    expect([code, stderr]).toEqual([undefined, expect.stringContaining('Host key verification failed')]);
  });

  test('tells that a host cannot be reached apart from a script that fails', async () => {
    const { code, stderr } = await new SshHost(server!.target({ port: 1 }), environment).run('echo in', []);
    expect([code, stderr]).toEqual([undefined, expect.stringContaining('Connection refused')]);
    expect((await new SshHost(server!.target(), environment).run('exit 254', [])).code).toBe(254);
  });
});

test.each([['', '\'\''], ['a', '\'a\''], ['it\'s', '\'it\'\\\'\'s\'']])('the word %j is written %s', (word, written) => {
  expect(quoteWord(word)).toBe(written);
});
