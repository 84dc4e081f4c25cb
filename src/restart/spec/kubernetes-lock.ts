import { z } from 'zod';
import { KUBERNETES_PLACE, OBJECT_NAME } from './kubernetes-words';
import { LOCK_COMMON } from './lock-common';

/** A Lease of a Kubernetes cluster. */
export const KUBERNETES_LOCK = z.strictObject({
  kind: z.literal('kubernetes'),
  ...LOCK_COMMON,
  ...KUBERNETES_PLACE,
  /** Name of the Lease, the same for every engine that works on the cluster; absent for one made from the broker's path. */
  name: OBJECT_NAME.optional(),
});
