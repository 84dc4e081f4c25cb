import { z } from 'zod';
import { ARGV, PATH, SSH, VARIABLE } from './words';

/** A name that the Docker command line never takes for an option. */
const CONTAINER = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, 'must be the name or the id of a container').max(255);
const SERVICE = z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/, 'must be the name of a service').max(255);

/** What both drivers of containers have. */
const COMMON = {
  /** Where the Docker command line runs; absent for the machine that runs the engine. */
  ssh: SSH.optional(),
  /** Whether the node's files are files of that machine, or of the container. */
  filesIn: z.enum(['host', 'container']).default('host'),
  /** Puts `sudo -n` in front of the Docker command line. */
  sudo: z.boolean().default(false),
  /** Seconds between the signal to stop and the end; absent for the container's own. */
  stopSeconds: z.number().int().min(0).max(3600).optional(),
  /** Program in the container that exits with 0 where the node leads. */
  leaderCommand: ARGV.optional(),
  leaderOutput: z.string().min(1).optional(),
  /** Names of environment variables that the Docker command line, or the OpenSSH client, receives. */
  environment: z.array(VARIABLE).default([
    'PATH', 'HOME', 'LANG', 'SSH_AUTH_SOCK', 'DOCKER_HOST', 'DOCKER_CONTEXT', 'DOCKER_CONFIG', 'DOCKER_TLS_VERIFY', 'DOCKER_CERT_PATH',
  ]),
};

/** Restarts a container. */
export const DOCKER_DRIVER = z.strictObject({ kind: z.literal('docker'), container: CONTAINER, ...COMMON });

/** Restarts the one container of a Compose service. */
export const COMPOSE_DRIVER = z.strictObject({
  kind: z.literal('compose'),
  service: SERVICE,
  /** Files that describe the project, in their order; absent for what Compose finds in the folder. */
  composeFiles: z.array(PATH).default([]),
  projectDirectory: PATH.optional(),
  projectName: z.string().regex(/^[a-z0-9][a-z0-9_-]*$/, 'must be the name of a project').optional(),
  envFiles: z.array(PATH).default([]),
  profiles: z.array(SERVICE).default([]),
  /** Makes a new container at each restart instead of starting the old one again. */
  recreate: z.boolean().default(false),
  ...COMMON,
});
