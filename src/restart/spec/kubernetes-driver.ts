import { z } from 'zod';
import { KUBERNETES_PLACE, OBJECT_NAME } from './kubernetes-words';
import { VARIABLE } from './words';

/** Replaces a pod of a StatefulSet, or watches while somebody else does. */
export const KUBERNETES_DRIVER = z.strictObject({
  kind: z.literal('kubernetes'),
  ...KUBERNETES_PLACE,
  statefulSet: OBJECT_NAME,
  pod: OBJECT_NAME,
  /** Who replaces pods: the engine, by deleting one after the other, or a controller that is only watched. */
  rolledBy: z.enum(['engine', 'controller']).default('engine'),
  /** Name of the HiveMQPlatform whose operator rolls. */
  hiveMqPlatform: OBJECT_NAME.optional(),
  /** Container whose log is shown and whose start counts; absent for the first. */
  container: OBJECT_NAME.optional(),
  /** Names of environment variables whose values may be secret, so that none of them is shown. */
  environment: z.array(VARIABLE).default([]),
});
