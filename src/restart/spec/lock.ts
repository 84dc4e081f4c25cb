import { z } from 'zod';
import { ETCD_LOCK } from './etcd-lock';
import { HOSTS_LOCK } from './hosts-lock';
import { KUBERNETES_LOCK } from './kubernetes-lock';

/** How engines keep out of each other's way. */
export const LOCK = z.discriminatedUnion('kind', [HOSTS_LOCK, ETCD_LOCK, KUBERNETES_LOCK]);
/** The same, as an engine reads it. */
export type LockSpec = z.infer<typeof LOCK>;
