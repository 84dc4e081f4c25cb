import * as fs from 'node:fs';
import * as path from 'node:path';
import { temporaryFolder } from '../../support/folders';
import { terraform } from '../../support/terraform';

/*
 * What Terraform makes of a synthesized stack, without any provider: every resource becomes a terraform_data that holds its attributes,
 * and every gate a list of verdicts. The expressions are those of the stack.
 */

const META_ARGUMENTS = ['depends_on', 'lifecycle', 'provisioner', 'provider', 'count', 'for_each', 'connection'];

/** A check in front of some part of the stack. */
export interface Verdict {
  readonly passes: boolean;
  readonly message: string;
}

/** A stack as Terraform sees it. */
export interface Evaluated {
  /** Attributes of every resource, by Terraform's name of it. */
  readonly resources: Readonly<Record<string, Attributes>>;
  /** Verdicts of every gate, by Terraform's name of it. */
  readonly gates: Readonly<Record<string, readonly Verdict[]>>;
}

/** Attributes of a resource under its type, and what its step is told. */
export interface Attributes {
  readonly type: string;
  readonly attributes: any;
  readonly step: any;
}

/** Evaluates a stack whose texts are all known. */
export function evaluateStack(json: any): Evaluated {
  const folder = temporaryFolder();
  write(folder, withoutProviders(json));
  return evaluatedIn(plan(folder, {}).planned_values.root_module, gatesOf(json), {});
}

/**
 * Evaluates a stack once for each value of its variables `text` and `list`, all in one run of Terraform.
 *
 * A resource behind a gate that does not open is not there, as in a real run.
 */
export function evaluateForEach(json: any, texts: Readonly<Record<string, string>>): ReadonlyMap<string, Evaluated> {
  const folder = temporaryFolder();
  fs.mkdirSync(path.join(folder, 'stack'));
  write(path.join(folder, 'stack'), withoutProviders(json));
  write(folder, {
    variable: { texts: { type: 'map(string)' } },
    module: { one: { for_each: '${var.texts}', source: './stack', text: '${each.value}', list: ['${each.value}'] } },
    output: { gates: { value: '${{for name, one in module.one : name => one.gates}}' } },
  });
  const planned = plan(folder, { texts: Object.fromEntries(Object.entries(texts).map(([name, text]) => [keyOf(name), text])) }).planned_values;
  return new Map(Object.keys(texts).map((name): [string, Evaluated] => {
    const module = (planned.root_module.child_modules ?? []).find((found: any) => found.address === `module.one["${keyOf(name)}"]`);
    return [name, evaluatedIn(module ?? {}, gatesOf(json), planned.outputs.gates.value[keyOf(name)])];
  }));
}

/** A key that stands in an address as it is. */
function keyOf(name: string): string {
  return Buffer.from(name).toString('hex');
}

function plan(folder: string, variables: object): any {
  fs.writeFileSync(path.join(folder, 'terraform.tfvars.json'), JSON.stringify(variables));
  terraform(folder, ['init', '-no-color', '-input=false']);
  terraform(folder, ['plan', '-no-color', '-input=false', '-refresh=false', '-out=plan']);
  return JSON.parse(terraform(folder, ['show', '-json', 'plan']));
}

function write(folder: string, json: any): void {
  fs.writeFileSync(path.join(folder, 'main.tf.json'), JSON.stringify(json, undefined, 1));
}

function evaluatedIn(module: any, gates: ReadonlyMap<string, readonly any[]>, verdicts: any): Evaluated {
  const resources = (module.resources ?? []).map((found: any) => [found.name, found.values.input]);
  return {
    resources: Object.fromEntries(resources),
    gates: Object.fromEntries([...gates].map(([name, conditions]) =>
      [name, conditions.map(({ error_message: message }, index) => ({ message, passes: verdicts[name]?.[index] ?? true }))])),
  };
}

function gatesOf(json: any): ReadonlyMap<string, readonly any[]> {
  const blocks = Object.values<any>(json.resource ?? {}).flatMap((resources) => Object.entries<any>(resources));
  return new Map(blocks.filter(([, body]) => body.lifecycle?.precondition !== undefined).map(([name, body]) => [name, body.lifecycle.precondition]));
}

/** The scope that a test gave to a construct is the beginning of its name. */
function scopeOf(name: string): string {
  return name.slice(0, name.indexOf('_'));
}

function withoutProviders(json: any): any {
  const gates = gatesOf(json);
  const names = Object.entries<any>(json.resource ?? {}).flatMap(([type, resources]) => Object.keys(resources).map((name) => ({ type, name })));
  const moved = new Map(names.map(({ type, name }) => [`${type}.${name}`, `terraform_data.${name}[0].input.attributes`]));
  const refer = (text: string) => text.replace(/\b[a-z][a-z0-9_]*\.\w+(?=\.)/g, (address) => moved.get(address) ?? address);
  const gateOfScope = new Map([...gates.keys()].map((name) => [scopeOf(name), name]));
  const resources = names.filter(({ name }) => !gates.has(name)).map(({ type, name }): [string, unknown] => {
    const { type: _type, ...rest } = { type, ...json.resource[type][name] };
    const gate = gateOfScope.get(scopeOf(name));
    const attributes = Object.fromEntries(Object.entries(rest).filter(([key]) => !META_ARGUMENTS.includes(key) && key !== 'triggers_replace' && key !== '//'));
    return [name, {
      count: gate === undefined ? 1 : `\${alltrue(local.verdicts.${gate}) ? 1 : 0}`,
      input: deep({ type, attributes, step: stepOf(rest) }, refer),
    }];
  });
  const verdicts = Object.fromEntries([...gates].map(([name, conditions]) => [name, conditions.map(({ condition }) => condition)]));
  // Fingerprints are what triggers and the engine compare; no text of a user stands in them as it is.
  const locals = Object.fromEntries(Object.entries(json.locals ?? {}).filter(([name]) => !/_Fingerprints_/.test(name)));
  return {
    variable: json.variable,
    locals: { ...locals, verdicts },
    resource: resources.length === 0 ? undefined : { terraform_data: Object.fromEntries(resources) },
    output: { gates: { value: '${local.verdicts}' } },
  };
}

/** What of a step a hostile string may reach; texts and fingerprints travel packed and are checked elsewhere. */
function stepOf({ provisioner: [step] = [undefined] }: any): unknown {
  const run = step?.['local-exec'];
  return run === undefined ? null : { interpreter: run.interpreter, command: run.command, values: run.environment.BROKER_OAUTH_VALUES ?? null };
}

function deep(value: any, change: (text: string) => string): unknown {
  if (typeof value === 'string') {
    return change(value);
  }
  if (Array.isArray(value)) {
    return value.map((member) => deep(member, change));
  }
  return value === null || typeof value !== 'object' ? value
    : Object.fromEntries(Object.entries(value).map(([key, member]) => [key, deep(member, change)]));
}
