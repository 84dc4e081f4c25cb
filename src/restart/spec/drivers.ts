import { z } from 'zod';
import { COMMAND_DRIVER } from './command-driver';
import { SYSTEMD_DRIVER } from './systemd-driver';

/** How the engine restarts one node. */
export const DRIVER = z.discriminatedUnion('kind', [COMMAND_DRIVER, SYSTEMD_DRIVER]);
