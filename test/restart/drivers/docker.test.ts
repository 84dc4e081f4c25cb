import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ComposeDriverSpec, DockerDriver, DockerDriverSpec } from '../../../src/restart/drivers/docker';
import { LocalHost } from '../../../src/restart/drivers/host';
import { isYounger } from '../../../src/restart/engine/evidence';
import { deliveredMarker } from '../../../src/restart/engine/marker';
import { COMPOSE_DRIVER, DOCKER_DRIVER } from '../../../src/restart/spec/container-driver';
import { temporaryFolder } from '../support/folder';
import { ImitatedDocker } from '../support/imitated-docker';

/* Docker itself needs a daemon, so its command line is stood in for by an imitated one. */

const folder = temporaryFolder();
let docker: ImitatedDocker;
beforeEach(() => {
  docker = new ImitatedDocker(folder());
});

function plain(more: Partial<DockerDriverSpec> = {}): DockerDriver {
  return driver(DOCKER_DRIVER.parse({ kind: 'docker', container: 'mosquitto-a', ...more }));
}

function compose(more: Partial<ComposeDriverSpec> = {}): DockerDriver {
  return driver(COMPOSE_DRIVER.parse({ kind: 'compose', service: 'mosquitto', ...more }));
}

function driver(spec: DockerDriverSpec | ComposeDriverSpec): DockerDriver {
  return new DockerDriver(spec, { host: new LocalHost(docker.environment), redact: (text) => text.replace(/hunter2/g, '***'), commandSeconds: 10 });
}

describe('a container, by an imitated docker', () => {
  test('runs, with an id and a start that are others after a restart', async () => {
    docker.add('mosquitto-a');
    const before = await plain().process();
    const { id } = docker.get('mosquitto-a');
    expect(before).toEqual({
      state: 'running',
      detail: `container ${id.slice(0, 12)}, process 4242, started 2026-11-22T10:00:00.123456789Z`,
      startText: `${id} 2026-11-22T10:00:00.123456789Z`,
      startedAt: Date.parse('2026-11-22T10:00:00.123Z'),
    });
    const marker = deliveredMarker('a', 'f', await plain().bootTime(), before);
    expect(isYounger(marker, await plain().process())).toBe(false);
    expect(await plain().restart()).toEqual({ ok: true, detail: 'docker restart mosquitto-a: exit code 0' });
    expect(isYounger(marker, await plain().process())).toBe(true);
  });

  test.each([
    [{ status: 'exited', exitCode: 137 }, 'stopped', /^container a{12} is exited with code 137$/],
    [{ status: 'created' }, 'stopped', /is created$/],
    [{ status: 'restarting' }, 'stopped', /is restarting$/],
    [{ status: 'paused' }, 'unknown', /is paused$/],
  ] as const)('that is %j is %s', async (state, expected, detail) => {
    docker.add('mosquitto-a', state);
    expect(await plain().process()).toEqual({
      state: expected, ...(state.status === 'restarting' ? { startsItself: true } : {}), detail: expect.stringMatching(detail),
    });
  });

  test('that nobody has made is stopped, and one behind a daemon that does not answer is unknown', async () => {
    expect(await plain().process()).toEqual({ state: 'stopped', detail: 'exit code 1: Error response from daemon: No such container: mosquitto-a' });
    docker.fail('inspect', 'Cannot connect to the Docker daemon at tcp://hunter2:2375. Is the docker daemon running?');
    expect(await plain().process()).toEqual({ state: 'unknown', detail: 'exit code 1: Cannot connect to the Docker daemon at tcp://***:2375. Is the docker daemon running?' });
  });

  test('whose state cannot be understood is unknown', async () => {
    docker.add('mosquitto-a', { startedAt: undefined as unknown as string });
    expect(await plain().process()).toEqual({ state: 'unknown', detail: 'docker inspect answered with something that cannot be understood' });
  });

  test('is restarted, stopped and started by its name, with the time it may take', async () => {
    docker.add('mosquitto-a');
    await plain({ stopSeconds: 90 }).restart();
    await plain({ stopSeconds: 90 }).stop();
    expect((await plain().process()).state).toBe('stopped');
    await plain().start();
    expect((await plain().process()).state).toBe('running');
    expect(docker.calls.filter((call) => !call.startsWith('inspect'))).toEqual(['restart -t 90 mosquitto-a', 'stop -t 90 mosquitto-a', 'start mosquitto-a']);
  });

  test('that does not restart tells why, without secrets', async () => {
    docker.add('mosquitto-a');
    docker.fail('restart', 'Error response from daemon: password hunter2 is wrong');
    expect(await plain().restart()).toEqual({ ok: false, detail: 'docker restart mosquitto-a: exit code 1: Error response from daemon: password *** is wrong' });
  });

  test('shows the last lines of its log', async () => {
    docker.add('mosquitto-a', { log: Array.from({ length: 30 }, (_, at) => `line ${at} hunter2\n`).join('') });
    const tail = await plain().logTail();
    expect(tail.split('\n')).toHaveLength(20);
    expect(tail).toMatch(/^line 10 \*\*\*\n/);
    expect(tail).toMatch(/line 29 \*\*\*$/);
    docker.remove('mosquitto-a');
    expect(await plain().logTail()).toMatch(/^the log cannot be read: exit code 1: .*No such container/);
  });

  test.each([
    [undefined, undefined, undefined],
    [['true'], undefined, true],
    [['false'], undefined, false],
    [['echo', 'leader: yes'], 'leader: yes', true],
    [['echo', 'leader: no'], 'leader: yes', false],
    [['a-program-that-is-not-there'], undefined, undefined],
  ])('with the leader command %j and the text %j leads: %j', async (leaderCommand, leaderOutput, leads) => {
    docker.add('mosquitto-a');
    expect(await plain({ leaderCommand, leaderOutput }).leads()).toBe(leads);
  });

  test('has its files on the host, where they are replaced in one step', async () => {
    docker.add('mosquitto-a');
    const path = join(folder(), 'mounted.json');
    writeFileSync(path, '{}');
    await plain().files.replace(path, '{"a":1}', true);
    expect((await plain().files.read(path))?.text).toBe('{"a":1}');
    expect(readFileSync(`${path}.broker-oauth-previous`, 'utf8')).toBe('{}');
    expect(docker.calls).toEqual([]);
  });
});

describe('files in a container, by an imitated docker', () => {
  const inside = () => plain({ filesIn: 'container' });
  beforeEach(() => docker.add('mosquitto-a'));

  test.each(['running', 'exited'] as const)('are written and read while it is %s, with mode and owner and the previous version beside', async (status) => {
    docker.set('mosquitto-a', { status });
    const path = docker.path('mosquitto-a', '/etc/jwt.json');
    writeFileSync(path, 'old ä\n');
    chmodSync(path, 0o640);
    await inside().files.replace('/etc/jwt.json', 'new ö\n', true);
    expect(await inside().files.read('/etc/jwt.json')).toEqual({ text: 'new ö\n', changedAt: expect.any(Number) });
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(readFileSync(`${path}.broker-oauth-previous`, 'utf8')).toBe('old ä\n');
  });

  test('that are not there are told apart from containers that are not there', async () => {
    expect(await inside().files.read('/etc/none.json')).toBeUndefined();
    docker.remove('mosquitto-a');
    await expect(inside().files.read('/etc/none.json')).rejects.toThrow('cannot read /etc/none.json in the container: exit code 1: Error response from daemon: No such container: mosquitto-a');
  });

  const answering = (code: number | undefined, stderr: string) => new DockerDriver(DOCKER_DRIVER.parse({ kind: 'docker', container: 'mosquitto-a', filesIn: 'container' }), {
    host: { name: 'answering', run: async (_script, args) => ({ code: args[1] === 'cp' ? code : 0, stdout: Buffer.alloc(0), stderr }) },
    redact: (text) => text, commandSeconds: 10,
  });

  test.each<[string, string, number | undefined]>([
    ['a daemon that cannot be reached', 'failed to connect to the docker API at unix:///var/run/docker.sock; check if the path is correct: '
      + 'dial unix /var/run/docker.sock: connect: no such file or directory', 1],
    ['a key that is not there', 'Warning: Identity file /k not accessible: No such file or directory.\nPermission denied (publickey).', undefined],
    ['a warning about a key, and a failure of another kind', 'Warning: Identity file /k not accessible: No such file or directory.\nError response from daemon: i/o timeout', 1],
    ['a connection that was lost', 'Error response from daemon: Could not find the file /etc/jwt.json in container mosquitto-a', undefined],
    ['another path', 'Error response from daemon: lstat /var/lib/docker/overlay2/1/merged: no such file or directory', 1],
    ['a program that is not there', 'sh: 1: docker: No such file or directory', 127],
  ])('are not taken for absent because of %s', async (_, stderr, code) => {
    await expect(answering(code, stderr).files.read('/etc/jwt.json')).rejects.toThrow('cannot read /etc/jwt.json in the container');
  });

  test.each([
    'Error response from daemon: Could not find the file /etc/jwt.json in container mosquitto-a',
    'Warning: Identity file /k not accessible: No such file or directory.\nError response from daemon: Could not find the file /etc/jwt.json in container mosquitto-a',
    'Error response from daemon: lstat /etc/jwt.json: no such file or directory',
    'Error: No such container:path: mosquitto-a:/etc/jwt.json',
  ])('are absent where Docker says %j', async (stderr) => {
    expect(await answering(1, stderr).files.read('/etc/jwt.json')).toBeUndefined();
  });

  test('are not taken for absent by an older client that says so of a container that is gone', async () => {
    docker.remove('mosquitto-a');
    docker.fail('cp', 'Error: No such container:path: mosquitto-a:/etc/none.json');
    await expect(inside().files.read('/etc/none.json')).rejects.toThrow('cannot read /etc/none.json in the container');
  });

  test('are made where there was none, and nothing is kept', async () => {
    await inside().files.replace('/etc/jwt.json', 'new', true);
    expect((await inside().files.read('/etc/jwt.json'))?.text).toBe('new');
    expect(existsSync(docker.path('mosquitto-a', '/etc/jwt.json.broker-oauth-previous'))).toBe(false);
  });

  test('of the size of many blocks come through whole', async () => {
    const text = 'x'.repeat(300_000);
    await inside().files.replace('/etc/big.conf', text, false);
    expect((await inside().files.read('/etc/big.conf'))?.text).toBe(text);
  });

  test('that are no text, or no files, are refused', async () => {
    writeFileSync(docker.path('mosquitto-a', '/etc/binary'), Buffer.from([0xff, 0xfe, 0x00]));
    await expect(inside().files.read('/etc/binary')).rejects.toThrow('/etc/binary is not UTF-8');
    mkdirSync(docker.path('mosquitto-a', '/etc/conf.d'));
    await expect(inside().files.read('/etc/conf.d')).rejects.toThrow('is no regular file');
    symlinkSync('binary', docker.path('mosquitto-a', '/etc/link'));
    await expect(inside().files.read('/etc/link')).rejects.toThrow('is no regular file; where it is a link, name what it points to');
  });

  test('that cannot be written, or get another mode thereby, stop the delivery', async () => {
    await expect(inside().files.replace('/nowhere/jwt.json', 'new', false)).rejects.toThrow(/cannot write \/nowhere\/jwt.json in the container: exit code 1: .*Could not find the file/);
    docker.giveMode(0o600);
    await expect(inside().files.replace('/etc/jwt.json', 'new', false)).rejects.toThrow('/etc/jwt.json in the container was written and has another owner or mode now: mode 600');
  });

  test('are no ground to take a node over by times of day', async () => {
    expect((await inside().process()).startedAt).toBeUndefined();
    expect((await inside().process()).startText).toContain('2026-11-22T10:00:00.123456789Z');
  });
});

describe('a Compose service, by an imitated docker', () => {
  beforeEach(() => docker.add('project-mosquitto-1', { service: 'mosquitto' }));

  test('is restarted within its project, without the services that depend on it', async () => {
    const options = { projectDirectory: '/srv/broker', projectName: 'broker', composeFiles: ['/srv/a.yml', '/srv/b.yml'], envFiles: ['/srv/env'], profiles: ['prod'], stopSeconds: 5 };
    const before = (await compose(options).process()).startText;
    expect(await compose(options).restart()).toEqual({ ok: true, detail: 'docker compose restart mosquitto: exit code 0' });
    expect((await compose(options).process()).startText).not.toBe(before);
    const project = 'compose --file /srv/a.yml --file /srv/b.yml --project-directory /srv/broker --project-name broker --env-file /srv/env --profile prod';
    expect(docker.calls[0]).toBe(`${project} ps --all --quiet mosquitto`);
    expect(docker.calls[3]).toBe(`${project} restart --no-deps -t 5 mosquitto`);
  });

  test('that is made anew has another container, which is proof too', async () => {
    const { id } = docker.get('project-mosquitto-1');
    const marker = deliveredMarker('a', 'f', {}, await compose().process());
    expect(await compose({ recreate: true }).restart()).toEqual({ ok: true, detail: 'docker compose up mosquitto: exit code 0' });
    expect(docker.calls.at(-1)).toBe('compose up --detach --no-deps --force-recreate mosquitto');
    expect(docker.get('project-mosquitto-1').id).not.toBe(id);
    expect(isYounger(marker, await compose().process())).toBe(true);
  });

  test('is stopped and started', async () => {
    await compose().stop();
    expect((await compose().process()).state).toBe('stopped');
    await compose().start();
    expect((await compose().process()).state).toBe('running');
    await compose({ recreate: true }).start();
    expect(docker.calls.at(-1)).toBe('compose up --detach --no-deps --force-recreate mosquitto');
  });

  test('without a container is stopped, with two it is no node', async () => {
    docker.remove('project-mosquitto-1');
    expect(await compose().process()).toEqual({ state: 'stopped', detail: 'the service mosquitto has no container' });
    docker.add('project-mosquitto-1', { service: 'mosquitto' });
    docker.add('project-mosquitto-2', { service: 'mosquitto' });
    expect(await compose().process()).toEqual({ state: 'unknown', detail: 'the service mosquitto has 2 containers, and a node is one' });
    await expect(compose({ filesIn: 'container' }).files.read('/etc/jwt.json')).rejects.toThrow('has 2 containers');
  });

  test('is not mixed up with a container of docker compose run', async () => {
    docker.add('project-mosquitto-run-1', { service: 'mosquitto', oneOff: true });
    expect(await compose().process()).toMatchObject({ state: 'running', startText: expect.stringContaining(docker.get('project-mosquitto-1').id) });
    docker.remove('project-mosquitto-1');
    expect(await compose().process()).toEqual({ state: 'stopped', detail: 'the service mosquitto has no container' });
    docker.fail('inspect', 'Cannot connect to the Docker daemon');
    expect(await compose().process()).toMatchObject({ state: 'unknown', detail: expect.stringContaining('Cannot connect to the Docker daemon') });
    docker.fail('inspect', 'Error response from daemon: No such container: run-1');
    expect(await compose().process()).toEqual({ state: 'stopped', detail: 'the service mosquitto has no container' });
  });

  test('of a project that cannot be read is unknown', async () => {
    docker.fail('ps', 'no configuration file provided: not found');
    expect(await compose().process()).toEqual({ state: 'unknown', detail: 'docker compose ps mosquitto: exit code 1: no configuration file provided: not found' });
    expect(await compose().logTail()).toContain('no configuration file provided');
    expect(await compose({ leaderCommand: ['true'] }).leads()).toBeUndefined();
  });

  test('shows its log', async () => {
    docker.set('project-mosquitto-1', { log: 'mosquitto version 2.0.18 running\n' });
    expect(await compose().logTail()).toBe('mosquitto version 2.0.18 running');
  });
});

describe('what the spec refuses', () => {
  test.each([
    [{ kind: 'docker', container: '--privileged' }, 'must be the name or the id of a container'],
    [{ kind: 'docker', container: 'a b' }, 'must be the name or the id of a container'],
    [{ kind: 'docker', container: 'a', filesIn: 'image' }, 'Invalid option'],
    [{ kind: 'docker', container: 'a', stopSeconds: -1 }, 'Too small'],
  ])('%j', (spec, message) => {
    expect(DOCKER_DRIVER.safeParse(spec).error?.issues[0].message).toContain(message);
  });

  test.each([
    [{ kind: 'compose', service: '-f' }, 'must be the name of a service'],
    [{ kind: 'compose', service: 'a', projectName: 'A' }, 'must be the name of a project'],
  ])('%j', (spec, message) => {
    expect(COMPOSE_DRIVER.safeParse(spec).error?.issues[0].message).toContain(message);
  });
});
