import { CommandDriver } from './command';
import { Host, LocalHost, SshHost } from './host';
import { SystemdDriver } from './systemd';
import { NodeDriver } from '../engine/ports';
import { Environment } from '../payload';
import { DriverSpec, NodeSpec, SystemdDriverSpec } from '../spec';
import { World } from '../world';

type Makers = { readonly [Kind in DriverSpec['kind']]: (driver: Extract<DriverSpec, { kind: Kind }>, node: NodeSpec, world: World) => NodeDriver };

const MAKERS: Makers = {
  command: (driver, _node, { environment, redact, spec }) =>
    new CommandDriver(driver, { environment, redact, commandSeconds: spec.timeouts.commandSeconds }),
  systemd: (driver, _node, { environment, redact, spec }) =>
    new SystemdDriver(driver, { host: hostOf(driver, environment), redact, commandSeconds: spec.timeouts.commandSeconds }),
};

/** The driver of a node. */
export function makeDriver(node: NodeSpec, world: World): NodeDriver {
  const make = MAKERS[node.driver.kind] as (driver: DriverSpec, node: NodeSpec, world: World) => NodeDriver;
  return make(node.driver, node, world);
}

/** The machine on which a systemd unit runs. */
export function hostOf({ ssh, environment: names }: SystemdDriverSpec, environment: Environment): Host {
  const passed = Object.fromEntries(names.map((name) => [name, environment[name]]));
  return ssh === undefined ? new LocalHost(passed) : new SshHost(ssh, passed);
}
