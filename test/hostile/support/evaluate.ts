import * as fs from 'node:fs';
import * as path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { temporaryFolder } from '../../support/folders';
import { terraform } from '../../support/terraform';

/*
 * What Terraform makes of a synthesized stack, without any provider: every resource becomes a local value that holds its attributes, and
 * every gate a list of verdicts. The expressions are those of the stack.
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
  return evaluatedIn(valueOf(folder, 'local.stack', {}), gatesOf(json));
}

/** Evaluates a stack once for each value of its variables `text` and `list`, all in one run of Terraform. */
export function evaluateForEach(json: any, texts: Readonly<Record<string, string>>): ReadonlyMap<string, Evaluated> {
  const folder = temporaryFolder();
  fs.mkdirSync(path.join(folder, 'stack'));
  write(path.join(folder, 'stack'), withoutProviders(json));
  write(folder, {
    variable: { texts: { type: 'map(string)' } },
    module: { one: { for_each: '${var.texts}', source: './stack', text: '${each.value}', list: ['${each.value}'] } },
  });
  const variables = { texts: Object.fromEntries(Object.entries(texts).map(([name, text]) => [keyOf(name), text])) };
  const stacks = valueOf(folder, '{for name, one in module.one : name => one.stack}', variables);
  return new Map(Object.keys(texts).map((name) => [name, evaluatedIn(stacks[keyOf(name)], gatesOf(json))]));
}

/** A key that stands in an address as it is. */
function keyOf(name: string): string {
  return Buffer.from(name).toString('hex');
}

/** The value of an expression; the console evaluates once what a plan evaluates several times. */
function valueOf(folder: string, expression: string, variables: object): any {
  fs.writeFileSync(path.join(folder, 'terraform.tfvars.json'), JSON.stringify(variables));
  terraform(folder, ['init', '-no-color', '-input=false']);
  const printed = terraform(folder, ['console', '-no-color'], {}, `base64gzip(jsonencode(${expression}))\n`);
  return JSON.parse(gunzipSync(Buffer.from(printed.trim().replace(/"/g, ''), 'base64')).toString('utf8'));
}

function write(folder: string, json: any): void {
  fs.writeFileSync(path.join(folder, 'main.tf.json'), JSON.stringify(json, undefined, 1));
}

function evaluatedIn({ resources, verdicts }: any, gates: ReadonlyMap<string, readonly any[]>): Evaluated {
  return {
    resources,
    gates: Object.fromEntries([...gates].map(([name, conditions]) =>
      [name, conditions.map(({ error_message: message }, index) => ({ message, passes: verdicts[name][index] }))])),
  };
}

function gatesOf(json: any): ReadonlyMap<string, readonly any[]> {
  const blocks = Object.values<any>(json.resource ?? {}).flatMap((resources) => Object.entries<any>(resources));
  return new Map(blocks.filter(([, body]) => body.lifecycle?.precondition !== undefined).map(([name, body]) => [name, body.lifecycle.precondition]));
}

function withoutProviders(json: any): any {
  const gates = gatesOf(json);
  const names = Object.entries<any>(json.resource ?? {}).flatMap(([type, resources]) => Object.keys(resources).map((name) => ({ type, name })));
  const moved = new Map(names.map(({ type, name }) => [`${type}.${name}`, `local.${groupOf(name)}.${name}.attributes`]));
  const refer = (text: string) => mayFail(text.replace(/\b[a-z][a-z0-9_]*\.\w+(?=\.)/g, (address) => moved.get(address) ?? address));
  const made = names.filter(({ name }) => !gates.has(name)).map(({ type, name }): [string, unknown] => {
    const body = json.resource[type][name];
    const attributes = Object.fromEntries(Object.entries(body).filter(([key]) => !META_ARGUMENTS.includes(key) && key !== 'triggers_replace' && key !== '//'));
    return [name, deep({ type, attributes, step: stepOf(body) }, refer)];
  });
  // Fingerprints are what triggers and the engine compare; no text of a user stands in them as it is.
  const locals = Object.fromEntries(Object.entries(json.locals ?? {}).filter(([name]) => !/_Fingerprints_/.test(name)));
  return {
    variable: json.variable,
    locals: {
      ...locals,
      ...Object.fromEntries(['settings', 'others'].map((group) => [group, Object.fromEntries(made.filter(([name]) => groupOf(name) === group))])),
      stack: {
        verdicts: Object.fromEntries([...gates].map(([name, conditions]) => [name, conditions.map(({ condition }) => condition)])),
        resources: '${merge(local.settings, local.others)}',
      },
    },
    output: { stack: { value: '${local.stack}' } },
  };
}

/** Few local values with many members: Terraform's time grows with the number of values. Others may refer to settings, not to each other. */
function groupOf(name: string): string {
  return /_Settings_\w+$/.test(name) ? 'settings' : 'others';
}

/** Behind a gate that does not open nothing is evaluated; here everything is, so what stops at a wrong value yields a text instead. */
function mayFail(text: string): string {
  return text.replace(/\bregex\("(?:[^"\\]|\\.)*", [^()]+\)/g, (call) => `try(${call}, "stopped")`);
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
