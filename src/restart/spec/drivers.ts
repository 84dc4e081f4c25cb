import { z } from 'zod';
import { AIVEN_DRIVER } from './aiven-driver';
import { CLOUDAMQP_DRIVER } from './cloudamqp-driver';
import { COMMAND_DRIVER } from './command-driver';
import { COMPOSE_DRIVER, DOCKER_DRIVER } from './container-driver';
import { HIVEMQ_EXTENSION_DRIVER } from './hivemq-extension-driver';
import { KUBERNETES_DRIVER } from './kubernetes-driver';
import { SYSTEMD_DRIVER } from './systemd-driver';

/** How the engine restarts one node. */
export const DRIVER = z.discriminatedUnion('kind', [
  AIVEN_DRIVER, CLOUDAMQP_DRIVER, COMMAND_DRIVER, SYSTEMD_DRIVER, DOCKER_DRIVER, COMPOSE_DRIVER, KUBERNETES_DRIVER, HIVEMQ_EXTENSION_DRIVER,
]);
