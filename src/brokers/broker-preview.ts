import type { BrokerOAuth } from './broker-oauth';
import { BrokerPreviewOptions } from './broker-preview-options';
import { clientOf } from './preview-client';
import { semanticsOf } from './semantics-at-once';
import { CaseParts, WrittenFiles } from '../preview/case-parts';
import { CASE_BROKER, CASE_VALUE_AT_APPLY, CaseError, caseProblem, isCaseProblem } from '../preview/case-problem';
import { previewError, resultOrError, TokenPreview } from '../preview/facade/token-preview';
import { previewParts, writtenCase } from '../preview/manifest-case';
import { BrokerSemantics } from '../preview/semantics';
import { describeFinding, evaluate } from '../rules/rule';
import { ValidationError } from '../rules/validation-error';
import { ApplyTimeValues, fillUnresolved } from '../text/fill-unresolved';
import { plainText } from '../text/template';
import { isUnresolved, Value } from '../text/unresolved';

/** What the broker of a stack, as it is declared so far, would do with a client. */
export function previewBroker(broker: BrokerOAuth, options: BrokerPreviewOptions): TokenPreview {
  const path = `${broker.node.path}.preview`;
  try {
    const semantics = knownSemantics(broker);
    const parts = partsOf(broker, semantics, options.valuesAtApply ?? {});
    const { rest, warnings } = clientOf(broker, options);
    const result = resultOrError(previewParts(semantics, { ...parts, warnings: [...parts.warnings, ...warnings] }, rest), path);
    return TokenPreview._of(result, semantics);
  } catch (error) {
    throw error instanceof CaseError ? previewError(error.problem, path) : error;
  }
}

function knownSemantics({ brokerKind }: BrokerOAuth): BrokerSemantics {
  const semantics = semanticsOf(brokerKind);
  if (semantics === undefined) {
    throw new CaseError(caseProblem(CASE_BROKER, 'no preview is known for this broker'));
  }
  return semantics;
}

/** The settings with every grant so far; broken ones would be refused at synthesis, so there is nothing to preview. */
function partsOf(broker: BrokerOAuth, semantics: BrokerSemantics, values: ApplyTimeValues): CaseParts {
  const { _core: core, _version: version } = broker;
  const settings = fillUnresolved(broker._settings(), values);
  const { findings } = evaluate(core.rules, { settings, version, acknowledged: broker._props.acknowledge ?? [] });
  const errors = findings.filter(({ level }) => level === 'error');
  if (errors.length > 0) {
    throw new ValidationError(errors.map((found) => ({ path: broker.node.path, text: describeFinding(found) })));
  }
  const files = core.render(settings, version).map(({ name, text }) => ({ name, text: plainText(text) }));
  const written: WrittenFiles = {
    files: Object.fromEntries(files.flatMap(({ name, text }) => (text === undefined ? [] : [[name, text]]))),
    open: files.filter(({ text }) => text === undefined).map(({ name }) => name),
    stated: core.stated?.(settings) ?? {},
  };
  const parts = writtenCase(semantics, written);
  if (isCaseProblem(parts)) {
    throw new CaseError(parts.rule === CASE_VALUE_AT_APPLY.id ? valueAtApply(broker, values) : parts);
  }
  return { ...parts, readings: parts.readings.map(({ label, parts: read }) => ({ label, parts: { ...read, brokerVersion: version } })) };
}

/** Names what is known only at apply as the user wrote it. */
function valueAtApply({ _props: props, identityProvider: { issuer, jwksUri } }: BrokerOAuth, values: ApplyTimeValues) {
  const names = [...openPaths(fillUnresolved({ ...props }, values), ''), ...openPaths(fillUnresolved({ issuer, jwksUri }, values), 'identityProvider.')];
  return caseProblem(CASE_VALUE_AT_APPLY, `known only at apply: ${names.length === 0 ? 'values inside the props' : names.join(', ')}`);
}

/** Paths of values known only at apply; constructs and objects of classes are not entered. */
function openPaths(members: object, prefix: string): readonly string[] {
  return Object.entries(members).flatMap(([name, value]: [string, unknown]) => {
    if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
      return openPaths(value, `${prefix}${name}.`);
    }
    const isOpen = ['string', 'number'].includes(typeof value) || (Array.isArray(value) && value.every((member) => typeof member === 'string'));
    return isOpen && isUnresolved(value as Value) ? [prefix + name] : [];
  });
}
