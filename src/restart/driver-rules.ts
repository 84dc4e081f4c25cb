import type { RestartSubject } from './restart-rules';
import { judgeShape } from './shape';
import { DRIVER } from './spec/drivers';
import { Rule } from '../rules/rule';
import { isUnresolvedText } from '../text/unresolved';

const SOURCE = 'docs/rolling-restart.md';

/** Kinds of drivers whose options are judged as the engine judges them. */
const JUDGED = new Set(['aiven', 'cloudamqp', 'docker', 'compose', 'kubernetes', 'hivemq-extension']);

export const RESTART_DRIVER_OPTIONS: Rule<RestartSubject> = {
  id: 'RESTART_DRIVER_OPTIONS',
  level: 'error',
  summary: 'The options of a driver for containers, pods, extensions and services are such as the engine takes.',
  cause: 'The engine refuses a driver that it does not understand, at apply, when the plan is long approved.',
  remedy: 'mend the option that is named',
  source: SOURCE,
  check: ({ nodes }, report) => nodes.forEach(({ driver }, index) => {
    if (JUDGED.has(String(driver.kind))) {
      judgeShape(DRIVER, driver, `nodes[${index}].driver`, report);
    }
  }),
};

export const RESTART_KUBERNETES_NODE: Rule<RestartSubject> = {
  id: 'RESTART_KUBERNETES_NODE',
  level: 'error',
  summary: 'A pod takes its files from ConfigMaps that Terraform owns, and is never stopped to take them.',
  cause: 'The engine writes nothing into a cluster: it reads the ConfigMap to prove what the pod was started with, and a StatefulSet makes a '
    + 'pod anew as soon as it is gone.',
  remedy: 'name each file as `<ConfigMap>/<key>`, and leave `deliver` at before-restart',
  source: SOURCE,
  check: ({ nodes, deliver }, report) => nodes.forEach(({ driver, files }, index) => {
    if (driver.kind !== 'kubernetes') {
      return;
    }
    if (deliver === 'while-stopped') {
      report.broken(`nodes[${index}].driver`, { message: 'cannot deliver while the node is stopped', got: deliver });
    }
    for (const path of Object.values(files)) {
      if (isUnresolvedText(path)) {
        report.deferred(`nodes[${index}].files`);
      } else if (!/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?\/[-._A-Za-z0-9]+$/.test(path)) {
        report.broken(`nodes[${index}].files`, { message: 'must be the name of a ConfigMap, a slash and a key', got: path });
      }
    }
  }),
};

export const RESTART_KUBERNETES_SECRETS: Rule<RestartSubject> = {
  id: 'RESTART_KUBERNETES_SECRETS',
  level: 'warning',
  summary: 'Where a controller rolls, the pod template changes with the versions of secrets.',
  cause: 'A controller replaces pods when their template changes and not when a Secret does, and the engine only watches; a rotated secret would '
    + 'reach no pod, and nothing would show it.',
  remedy: 'put the version into the template, as an annotation or in the Secret\'s name, and acknowledge this',
  source: 'kubernetes.io/docs/concepts/workloads/controllers/statefulset',
  check: ({ nodes }, report) => nodes.forEach(({ driver, secretVersions }, index) => {
    if (driver.kind === 'kubernetes' && driver.rolledBy === 'controller' && Object.keys(secretVersions).length > 0) {
      report.broken(`nodes[${index}].secretVersions`, { message: 'is not proved on pods that a controller replaces', got: Object.keys(secretVersions) });
    }
  }),
};

export const RESTART_CONTAINER_FILES: Rule<RestartSubject> = {
  id: 'RESTART_CONTAINER_FILES',
  level: 'error',
  summary: 'A container that is made anew has its files mounted.',
  cause: 'What is written into the container itself is gone with it, so that the new one would start with what its image holds.',
  remedy: 'mount the files and set `filesIn` to the host, or leave `recreate` out',
  source: 'https://docs.docker.com/engine/storage/',
  check: ({ nodes }, report) => nodes.forEach(({ driver }, index) => {
    if (driver.recreate === true && driver.filesIn === 'container') {
      report.broken(`nodes[${index}].driver.recreate`, { message: 'cannot be true where files are in the container', got: true });
    }
  }),
};

/** Rules of the drivers for containers, pods and extensions. */
export const DRIVER_RULES: readonly Rule<RestartSubject>[] = [
  RESTART_DRIVER_OPTIONS, RESTART_KUBERNETES_NODE, RESTART_KUBERNETES_SECRETS, RESTART_CONTAINER_FILES,
];
