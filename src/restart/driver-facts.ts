import type { EvidenceLevel, Fencing } from './engine/ports';

/** What holds for every node of a driver; plans and reports state it. */
export interface DriverFacts {
  readonly evidence: EvidenceLevel;
  readonly fencing: Fencing;
}

/** Facts by the driver's kind. */
export const DRIVER_FACTS: { readonly [kind: string]: DriverFacts } = {
  command: { evidence: 'node', fencing: 'leaseOnly' },
  systemd: { evidence: 'node', fencing: 'leaseOnly' },
};
