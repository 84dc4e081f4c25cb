import { DynamicSecurityProbe, ProbedNode } from './dynamic-security';
import { HttpProbe } from './http';
import { KafkaProbe } from './kafka';
import { LogLineProbe } from './log-line';
import { LoginProbe } from './login';
import { TcpProbe } from './tcp';
import { TlsProbe } from './tls';
import { Probe } from '../engine/ports';
import { ProbeSpec } from '../spec';
import { World } from '../world';

type Makers = { readonly [Kind in ProbeSpec['kind']]: (probe: Extract<ProbeSpec, { kind: Kind }>, world: World, node?: ProbedNode) => Probe };

const MAKERS: Makers = {
  'tcp': ({ host, port }) => new TcpProbe(host, port),
  'http': (probe) => new HttpProbe(probe),
  'kafka': (probe, world) => new KafkaProbe(probe, world),
  'tls': (probe, { clock }) => new TlsProbe(probe, clock),
  'log-line': (probe, { environment }) => new LogLineProbe(probe, environment),
  'login': (probe, world) => new LoginProbe(probe, world),
  'dynamic-security': (probe, world, node) => new DynamicSecurityProbe(probe, world, node),
};

/** The probe that a spec describes; some also look at the node's files. */
export function makeProbe(probe: ProbeSpec, world: World, node?: ProbedNode): Probe {
  return (MAKERS[probe.kind] as (probe: ProbeSpec, world: World, node?: ProbedNode) => Probe)(probe, world, node);
}
