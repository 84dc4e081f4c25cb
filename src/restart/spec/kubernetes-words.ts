import { z } from 'zod';
import { PATH } from './words';

/* Words of Kubernetes: kubernetes.io/docs/concepts/overview/working-with-objects/names. */

/** A DNS subdomain, as most objects are named. */
export const OBJECT_NAME = z.string().max(253)
  .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/, 'must be a DNS subdomain: lower-case letters, digits, `-` and `.`');
/** A DNS label, as namespaces are named. */
export const NAMESPACE = z.string().max(63).regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, 'must be a DNS label: lower-case letters, digits and `-`');

/** Which cluster, and as whom: names alone, never a credential. */
export const KUBERNETES_PLACE = {
  namespace: NAMESPACE,
  /** Name of a context of the kubeconfig; absent for the current one. */
  context: z.string().min(1).max(253).regex(/^[^\s\x00-\x1f\x7f]+$/, 'must hold no blanks and no control characters').optional(),
  /** Path of the kubeconfig; absent for KUBECONFIG, `~/.kube/config`, or the service account of the pod that applies. */
  kubeconfig: PATH.optional(),
};
