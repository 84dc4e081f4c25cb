import { makeAivenDriver } from './aiven';
import { makeCloudAmqpDriver } from './cloudamqp';
import { CommandDriver } from './command';
import { ComposeDriverSpec, DockerDriver, DockerDriverSpec } from './docker';
import { HiveMqExtensionDriver } from './hivemq-extension';
import { KubernetesDriver } from './kubernetes';
import { kubernetesApi } from './kubernetes-client';
import { reachHost } from './reach-host';
import { SystemdDriver } from './systemd';
import { NodeDriver } from '../engine/ports';
import { DriverSpec, NodeSpec } from '../spec';
import { World } from '../world';

type Makers = { readonly [Kind in DriverSpec['kind']]: (driver: Extract<DriverSpec, { kind: Kind }>, node: NodeSpec, world: World) => NodeDriver };

const MAKERS: Makers = {
  'aiven': (driver, _node, world) => makeAivenDriver(driver, world),
  'cloudamqp': (driver, _node, world) => makeCloudAmqpDriver(driver, world),
  'command': (driver, _node, { environment, redact, spec }) =>
    new CommandDriver(driver, { environment, redact, commandSeconds: spec.timeouts.commandSeconds }),
  'systemd': (driver, _node, world) =>
    new SystemdDriver(driver, { host: reachHost(driver, world), redact: world.redact, commandSeconds: world.spec.timeouts.commandSeconds }),
  'hivemq-extension': (driver, _node, world) => new HiveMqExtensionDriver(driver, {
    host: reachHost(driver, world), clock: world.clock, redact: world.redact, commandSeconds: world.spec.timeouts.commandSeconds,
  }),
  'kubernetes': (driver, node, world) => new KubernetesDriver(driver, {
    api: kubernetesApi(driver, world),
    clock: world.clock,
    redact: world.redact,
    files: node.files,
    namesSecrets: Object.keys(node.secretVersions).length > 0,
    needsAllowAllOff: world.spec.broker.stated.allowAllExtension !== undefined,
    commandSeconds: world.spec.timeouts.commandSeconds,
    readySeconds: world.spec.timeouts.readySeconds,
  }),
  'docker': (driver, _node, world) => makeContainerDriver(driver, world),
  'compose': (driver, _node, world) => makeContainerDriver(driver, world),
};

function makeContainerDriver(driver: DockerDriverSpec | ComposeDriverSpec, world: World): NodeDriver {
  return new DockerDriver(driver, { host: reachHost(driver, world), redact: world.redact, commandSeconds: world.spec.timeouts.commandSeconds });
}

/** The driver of a node. */
export function makeDriver(node: NodeSpec, world: World): NodeDriver {
  const make = MAKERS[node.driver.kind] as (driver: DriverSpec, node: NodeSpec, world: World) => NodeDriver;
  return make(node.driver, node, world);
}
