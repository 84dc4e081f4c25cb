import * as path from 'node:path';
import { Synthesized, synthesize } from './synthesized';
import { Terminal } from './terminal';
import { ManifestBroker } from '../../src/manifest/manifest';
import { build } from '../all-brokers/stack';

const SHOWN_LINES = 14;

/** Tells what one stack for all four brokers declares and what comes of it. */
export function tellAllBrokers(terminal: Terminal, folder: string): Synthesized {
  terminal.heading('Four brokers, one declaration');
  const all = synthesize(path.join(folder, 'all-brokers'), 'all-brokers', build);
  const { manifest } = all;
  terminal.say('examples/all-brokers/stack.ts declares one identity provider, its applications and their rights on four brokers. '
    + 'It was synthesized just now; nothing was sent anywhere.');
  terminal.gap();
  terminal.lines([
    ...manifest.identityProviders.map((provider) => `identity provider  ${provider.path}: ${provider.issuer}`),
    ...manifest.applications.map((application) => `application        ${application.path}: client id ${application.clientId}`),
    ...manifest.brokers.map((broker) => `broker             ${broker.path}: ${broker.kind} ${broker.brokerVersion ?? ''}, target ${broker.target}`),
  ]);

  terminal.heading('The settings that were written');
  manifest.brokers.forEach((broker) => tellFiles(terminal, broker));

  terminal.heading('The rules that spoke');
  tellRules(terminal, all);

  terminal.heading('The rights of each application');
  tellRights(terminal, all);
  return all;
}

function tellFiles(terminal: Terminal, broker: ManifestBroker): void {
  for (const file of broker.files) {
    const lines = file.text.trimEnd().split('\n');
    const rest = lines.length - SHOWN_LINES;
    terminal.lines([`${broker.path}: ${file.name}`], 'cyan');
    terminal.lines(lines.slice(0, rest > 3 ? SHOWN_LINES : lines.length).map((line) => `  ${line}`));
    if (rest > 3) {
      terminal.lines([`  … ${rest} more lines in examples/all-brokers/golden/broker-oauth/${broker.path.split('/')[1]}/${file.name}`], 'dim');
    }
    terminal.gap();
  }
}

function tellRules(terminal: Terminal, all: Synthesized): void {
  const { brokers } = all.manifest;
  terminal.say(`No rule refused the stack. ${all.warnings.length === 0 ? 'None warns.' : `${all.warnings.length} warn:`}`);
  for (const warning of all.warnings) {
    terminal.lines([`${warning.path}`], 'yellow');
    terminal.lines([`  ${warning.text}`]);
  }
  const acknowledged = brokers.flatMap((broker) => broker.acknowledged.map((rule) => `${broker.path}: ${rule}`));
  if (acknowledged.length > 0) {
    terminal.say('Warnings that the stack knows and accepts, by name:');
    terminal.lines(acknowledged);
  }
  const later = brokers.flatMap((broker) => [
    ...broker.preconditions.map((found) => `${broker.path}: ${found.path} must be ${found.expects} [${found.rule}], checked by Terraform before anything changes`),
    ...broker.deferred.map((found) => `${broker.path}: ${found.path} [${found.rule}], checked by the engine before the first node`),
  ]);
  if (later.length > 0) {
    terminal.say('Rules about values that are not known yet:');
    terminal.lines(later);
  }
}

function tellRights(terminal: Terminal, all: Synthesized): void {
  for (const application of all.manifest.applications) {
    terminal.lines([`${application.clientId}`], 'cyan');
    for (const broker of all.manifest.brokers) {
      for (const grant of broker.grants.filter((candidate) => candidate.clientId === application.clientId)) {
        const scopes = grant.scopes.length === 0 ? [] : [`  by scope ${grant.scopes.join(' ')}`];
        const wider = grant.widerThanAsked === undefined ? [] : [`  more than was asked: ${grant.widerThanAsked}`];
        terminal.lines([...grant.rights.map((right) => `${broker.path}: ${right}`), ...scopes, ...wider].map((line) => `  ${line}`));
      }
    }
  }
  terminal.gap();
  terminal.say('What the identity provider must be told for that is in broker-oauth/identity-provider-checklist.md beside the stack.');
}
