import { HttpProbe } from './http';
import { KafkaProbe } from './kafka';
import { TcpProbe } from './tcp';
import { Probe } from '../engine/ports';
import { ProbeSpec } from '../spec';
import { World } from '../world';

type Makers = { readonly [Kind in ProbeSpec['kind']]: (probe: Extract<ProbeSpec, { kind: Kind }>, world: World) => Probe };

const MAKERS: Makers = {
  tcp: ({ host, port }) => new TcpProbe(host, port),
  http: (probe) => new HttpProbe(probe),
  kafka: (probe, world) => new KafkaProbe(probe, world),
};

/** The probe that a spec describes. */
export function makeProbe(probe: ProbeSpec, world: World): Probe {
  return (MAKERS[probe.kind] as (probe: ProbeSpec, world: World) => Probe)(probe, world);
}
