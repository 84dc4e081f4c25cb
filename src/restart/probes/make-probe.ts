import { HttpProbe } from './http';
import { TcpProbe } from './tcp';
import { Probe } from '../engine/ports';
import { ProbeSpec } from '../spec';

type Makers = { readonly [Kind in ProbeSpec['kind']]: (probe: Extract<ProbeSpec, { kind: Kind }>) => Probe };

const MAKERS: Makers = {
  tcp: ({ host, port }) => new TcpProbe(host, port),
  http: (probe) => new HttpProbe(probe),
};

/** The probe that a spec describes. */
export function makeProbe(probe: ProbeSpec): Probe {
  return (MAKERS[probe.kind] as (probe: ProbeSpec) => Probe)(probe);
}
