import type { EvidenceLevel, Fencing } from './engine/ports';

/** What holds for every node of a driver; plans and reports state it. */
export interface DriverFacts {
  readonly evidence: EvidenceLevel;
  /** `fenced` holds for nodes that are reached by OpenSSH; on the machine that runs the engine the lease alone counts. */
  readonly fencing: Fencing;
  /** Whether a node is a whole service, which restarts its own machines one after the other. */
  readonly rollsItself?: boolean;
}

/** Facts by the driver's kind. */
export const DRIVER_FACTS: { readonly [kind: string]: DriverFacts } = {
  'aiven': { evidence: 'journal', fencing: 'none', rollsItself: true },
  'cloudamqp': { evidence: 'journal', fencing: 'none' },
  'command': { evidence: 'node', fencing: 'leaseOnly' },
  'docker': { evidence: 'node', fencing: 'fenced' },
  'hivemq-extension': { evidence: 'node', fencing: 'fenced' },
  'kubernetes': { evidence: 'service', fencing: 'leaseOnly' },
  'compose': { evidence: 'node', fencing: 'fenced' },
  'systemd': { evidence: 'node', fencing: 'fenced' },
};

/** What keeps an engine that has lost the lease from changing a node with this driver. */
export function fencingOf(driver: { readonly kind?: unknown; readonly ssh?: unknown }): Fencing {
  const { fencing } = DRIVER_FACTS[String(driver.kind)] ?? { fencing: 'leaseOnly' };
  return fencing === 'fenced' && driver.ssh === undefined ? 'leaseOnly' : fencing;
}

/** Whether a node with this driver is a whole service, which stays available while its turn lasts. */
export function rollsItself(driver: { readonly kind?: unknown } | undefined): boolean {
  return DRIVER_FACTS[String(driver?.kind)]?.rollsItself === true;
}
