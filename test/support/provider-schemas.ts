import * as fs from 'node:fs';
import * as path from 'node:path';
import { AUTH0_SCHEMAS } from './auth0-schema';

const FOLDER = path.resolve(__dirname, '..', '..', '..', 'shared', 'data', 'provider-schemas');
const META_ARGUMENTS = ['depends_on', 'lifecycle', 'provisioner', 'provider', 'count', 'for_each', 'connection'];
const BUILT_IN = {
  terraform_data: { block: { attributes: {
    input: { type: 'dynamic', optional: true },
    triggers_replace: { type: 'dynamic', optional: true },
    output: { type: 'dynamic', computed: true },
    id: { type: 'string', computed: true },
  } } },
};

/** `describe`, or a skipped one with the reason in its name where the real providers' schemas are absent. */
export const describeWithProviderSchemas = (name: string, body: () => void): void =>
  fs.existsSync(FOLDER) ? describe(name, body) : describe.skip(`${name} (skipped: no provider schemas in ../shared/data)`, body);

/** Everything in a synthesized stack that its providers' schemas would refuse; an unknown resource type is refused too. */
export function schemaProblems(json: any): readonly string[] {
  const schemas = loadSchemas();
  return Object.entries<any>(json.resource ?? {}).flatMap(([type, resources]) =>
    Object.entries<any>(resources).flatMap(([name, body]) => {
      const schema = schemas[type];
      const where = `${type}.${name}`;
      return schema === undefined ? [`${where}: no provider schema`] : blockProblems(schema.block, withoutMeta(body), where);
    }));
}

function loadSchemas(): Record<string, any> {
  const files = fs.readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
  return Object.assign({}, BUILT_IN, AUTH0_SCHEMAS, ...files.map((name) => JSON.parse(fs.readFileSync(path.join(FOLDER, name), 'utf8')).resource_schemas));
}

function withoutMeta(body: any): any {
  return Object.fromEntries(Object.entries(body).filter(([key]) => !META_ARGUMENTS.includes(key)));
}

function blockProblems(block: any, body: any, where: string): string[] {
  const attributes = block.attributes ?? {};
  const blocks = block.block_types ?? {};
  const problems = Object.entries<any>(body).flatMap(([key, value]) => {
    if (attributes[key] !== undefined) {
      return attributeProblems(attributes[key], value, `${where}.${key}`);
    }
    return blocks[key] !== undefined ? nestedProblems(blocks[key], value, `${where}.${key}`) : [`${where}.${key}: no such attribute`];
  });
  const missing = Object.entries<any>(attributes).filter(([key, attribute]) => attribute.required && body[key] === undefined);
  return [...problems, ...missing.map(([key]) => `${where}.${key}: required`)];
}

function nestedProblems(nested: any, value: any, where: string): string[] {
  const members = Array.isArray(value) ? value : [value];
  const count = nested.max_items !== undefined && members.length > nested.max_items ? [`${where}: more than ${nested.max_items}`] : [];
  return [...count, ...members.flatMap((member, index) => blockProblems(nested.block, member, `${where}[${index}]`))];
}

function attributeProblems(attribute: any, value: any, where: string): string[] {
  if (!attribute.optional && !attribute.required) {
    return [`${where}: read-only`];
  }
  if (attribute.sensitive && typeof value === 'string' && !value.includes('${')) {
    return [`${where}: sensitive, holds a literal`];
  }
  return fits(attribute.type, value) ? [] : [`${where}: ${JSON.stringify(value)} is not ${JSON.stringify(attribute.type)}`];
}

function fits(type: any, value: any): boolean {
  if (type === 'dynamic' || value === null || (typeof value === 'string' && /\$\{/.test(value))) {
    return true;
  }
  if (Array.isArray(type)) {
    const [kind, member] = type;
    if (kind === 'map') {
      return typeof value === 'object' && !Array.isArray(value) && Object.values(value).every((found) => fits(member, found));
    }
    if (kind === 'object') {
      return typeof value === 'object' && Object.entries(value).every(([key, found]) => member[key] !== undefined && fits(member[key], found));
    }
    return Array.isArray(value) && value.every((found) => fits(member, found));
  }
  // Terraform converts scalars; a number in quotes is still a number.
  return { string: ['string', 'number', 'boolean'], number: ['number'], bool: ['boolean'] }[type as string]?.includes(typeof value)
    || (type === 'number' && typeof value === 'string' && value.trim() !== '' && !Number.isNaN(Number(value)))
    || (type === 'bool' && (value === 'true' || value === 'false'));
}
