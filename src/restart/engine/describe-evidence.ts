import { EvidenceLevel, Fencing, Ports } from './ports';
import { fencingOf } from '../driver-facts';
import { RestartSpec } from '../spec';

const EVIDENCE: { readonly [level in EvidenceLevel]: string } = {
  node: 'what they run is proved on them, by marker, files and process',
  service: 'what they run is what their service says',
  journal: 'what they run is known from the journal alone; without it they restart again',
};

const FENCING: { readonly [fencing in Fencing]: string } = {
  fenced: 'their hosts refuse an engine that has lost the lease',
  leaseOnly: 'an engine that has lost the lease keeps away by itself',
  none: 'what one call sets off runs on by itself, whoever holds the lease',
};

/** What proves what nodes run, and what keeps a second engine away from them, as lines for people. */
export function describeEvidence(spec: RestartSpec, ports: Pick<Ports, 'node'>): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const { name, driver } of spec.nodes) {
    const text = `${EVIDENCE[ports.node(name).driver.evidence]}; ${FENCING[fencingOf(driver)]}`;
    groups.set(text, [...groups.get(text) ?? [], name]);
  }
  return [...groups].map(([text, names]) => `${names.join(', ')}: ${text}`);
}
