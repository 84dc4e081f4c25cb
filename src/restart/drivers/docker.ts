import { z } from 'zod';
import { ContainerFiles } from './container-files';
import { DockerCli } from './docker-cli';
import { containerState, STATE_FORMAT } from './docker-state';
import { Host } from './host';
import { HostFiles } from './host-files';
import { BootTime, NodeDriver, NodeFiles, ProcessState, StepOutcome } from '../engine/ports';
import { Redact } from '../redact';
import { COMPOSE_DRIVER, DOCKER_DRIVER } from '../spec/container-driver';

/** A container by its name. */
export type DockerDriverSpec = z.infer<typeof DOCKER_DRIVER>;
/** The container of a Compose service. */
export type ComposeDriverSpec = z.infer<typeof COMPOSE_DRIVER>;

/** What a driver needs beyond its spec. */
export interface DockerContext {
  readonly host: Host;
  readonly redact: Redact;
  readonly commandSeconds: number;
}

/** What Compose or plain Docker does to the node's container. */
interface Commands {
  /** For people. */
  readonly subject: string;
  restart(): Promise<StepOutcome>;
  stop(): Promise<StepOutcome>;
  start(): Promise<StepOutcome>;
  /** The container of now; undefined where there is none. Throws where nobody can tell. */
  container(): Promise<string | undefined>;
}

const SHOWN_LINES = 20;
/** Says of a container whether `docker compose run` has made it (docker/compose, pkg/api/labels.go). */
const ONE_OFF_FORMAT = '{{index .Config.Labels "com.docker.compose.oneoff"}}';
const NO_CONTAINER = /no such (container|object)/i;

/** Restarts a container, by the Docker command line on this machine or on another one by OpenSSH. */
export class DockerDriver implements NodeDriver {
  readonly evidence = 'node';
  readonly files: NodeFiles;
  private readonly docker: DockerCli;
  private readonly commands: Commands;

  constructor(private readonly spec: DockerDriverSpec | ComposeDriverSpec, private readonly context: DockerContext) {
    this.docker = new DockerCli({ ...context, sudo: spec.sudo });
    this.commands = spec.kind === 'docker' ? plainCommands(this.docker, spec) : composeCommands(this.docker, spec);
    this.files = spec.filesIn === 'host' ? new HostFiles(context.host) : new ContainerFiles(this.docker, () => this.find());
  }

  /** Docker tells times of day alone, so nothing is known of the boot. */
  async bootTime(): Promise<BootTime> {
    return {};
  }

  async process(): Promise<ProcessState> {
    const { id, problem, missing } = await this.find();
    if (id === undefined) {
      return { state: missing === true ? 'stopped' : 'unknown', detail: problem! };
    }
    const result = await this.docker.run(['inspect', '--type', 'container', '--format', STATE_FORMAT, id]);
    if (result.code !== 0) {
      // Nobody has made it yet, or it is being made anew.
      return { state: NO_CONTAINER.test(result.stderr) ? 'stopped' : 'unknown', detail: this.docker.describe(result) };
    }
    const seen = containerState(result.stdout.toString('utf8'));
    // An archive tells when a file was made, not when it came into the container, so that nothing is taken over by times of day there.
    return this.spec.filesIn === 'host' ? seen : { ...seen, startedAt: undefined };
  }

  async leads(): Promise<boolean | undefined> {
    const { leaderCommand, leaderOutput } = this.spec;
    const { id } = leaderCommand === undefined ? {} as { id?: string } : await this.find();
    if (leaderCommand === undefined || id === undefined) {
      return undefined;
    }
    const { code, stdout } = await this.docker.run(['exec', id, ...leaderCommand], { timeoutSeconds: this.context.commandSeconds });
    // From 125 on the code is Docker's own, or that of a program that could not be run (docs.docker.com/reference/cli/docker/container/run).
    return code === undefined || code >= 125 ? undefined : code === 0 && stdout.toString('utf8').includes(leaderOutput ?? '');
  }

  restart(): Promise<StepOutcome> {
    return this.commands.restart();
  }

  stop(): Promise<StepOutcome> {
    return this.commands.stop();
  }

  start(): Promise<StepOutcome> {
    return this.commands.start();
  }

  async logTail(): Promise<string> {
    const { id, problem } = await this.find();
    if (id === undefined) {
      return problem!;
    }
    const result = await this.docker.run(['logs', '--tail', String(SHOWN_LINES), id]);
    // What a container writes to its standard error comes out of that of the command line.
    const said = [result.stdout.toString('utf8'), result.stderr].map((text) => text.trimEnd()).filter((text) => text !== '').join('\n');
    return this.context.redact(result.code === 0 ? said.split('\n').slice(-SHOWN_LINES).join('\n') : `the log cannot be read: ${this.docker.describe(result)}`);
  }

  private async find(): Promise<{ readonly id?: string; readonly problem?: string; readonly missing?: boolean }> {
    try {
      const id = await this.commands.container();
      return id === undefined ? { problem: `${this.commands.subject} has no container`, missing: true } : { id };
    } catch (error) {
      return { problem: (error as Error).message };
    }
  }
}

function plainCommands(docker: DockerCli, { container, stopSeconds }: DockerDriverSpec): Commands {
  const time = stopSeconds === undefined ? [] : ['-t', String(stopSeconds)];
  return {
    subject: `the container ${container}`,
    restart: () => docker.step(['restart', ...time, container], `restart ${container}`),
    stop: () => docker.step(['stop', ...time, container], `stop ${container}`),
    start: () => docker.step(['start', container], `start ${container}`),
    container: async () => container,
  };
}

function composeCommands(docker: DockerCli, spec: ComposeDriverSpec): Commands {
  const { service, stopSeconds, recreate } = spec;
  const time = stopSeconds === undefined ? [] : ['-t', String(stopSeconds)];
  const project = composeOptions(spec);
  const step = (words: readonly string[], what: string) => docker.step(['compose', ...project, ...words, service], `compose ${what} ${service}`);
  const up = () => step(['up', '--detach', '--no-deps', '--force-recreate', ...time], 'up');
  return {
    subject: `the service ${service}`,
    restart: () => (recreate ? up() : step(['restart', '--no-deps', ...time], 'restart')),
    stop: () => step(['stop', ...time], 'stop'),
    start: () => (recreate ? up() : step(['start'], 'start')),
    container: async () => {
      const result = await docker.run(['compose', ...project, 'ps', '--all', '--quiet', service]);
      if (result.code !== 0) {
        throw new Error(`docker compose ps ${service}: ${docker.describe(result)}`);
      }
      const ids = await withoutOneOffs(docker, linesOf(result.stdout));
      if (ids.length > 1) {
        throw new Error(`the service ${service} has ${ids.length} containers, and a node is one`);
      }
      return ids[0];
    },
  };
}

/** With `--all` Compose lists what `docker compose run` has made for a service too, which is never the node. */
async function withoutOneOffs(docker: DockerCli, ids: readonly string[]): Promise<readonly string[]> {
  if (ids.length === 0) {
    return ids;
  }
  const result = await docker.run(['inspect', '--type', 'container', '--format', `{{.Id}} ${ONE_OFF_FORMAT}`, ...ids]);
  // One that has gone since it was listed is left out; about the others Docker has answered.
  if (result.code !== 0 && !result.stderr.split('\n').every((line) => NO_CONTAINER.test(line))) {
    throw new Error(`docker inspect of the service's containers: ${docker.describe(result)}`);
  }
  return linesOf(result.stdout).map((line) => line.split(' ')).filter(([, oneOff]) => oneOff?.toLowerCase() !== 'true').map(([id]) => id);
}

function linesOf(output: Buffer): readonly string[] {
  return output.toString('utf8').split('\n').map((line) => line.trim()).filter((line) => line !== '');
}

function composeOptions({ composeFiles, projectDirectory, projectName, envFiles, profiles }: ComposeDriverSpec): readonly string[] {
  return [
    ...composeFiles.flatMap((file) => ['--file', file]),
    ...(projectDirectory === undefined ? [] : ['--project-directory', projectDirectory]),
    ...(projectName === undefined ? [] : ['--project-name', projectName]),
    ...envFiles.flatMap((file) => ['--env-file', file]),
    ...profiles.flatMap((profile) => ['--profile', profile]),
  ];
}
