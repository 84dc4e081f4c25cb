/*
 * Shapes of JSON values, each of which is a check and a JSON Schema that says the same.
 *
 * A command line judges one case and ends, and a library for this would take longer to load than the case to judge.
 */

/** Where a value has not its shape, and what would be right there. */
export interface ShapeProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** The shape of a value. */
export interface Shape {
  /** What is allowed, as the end of a sentence: "a text". */
  readonly expects: string;
  /** The JSON Schema, draft 2020-12. */
  readonly schema: object;
  /** Whether an object may lack it. */
  readonly isOptional?: boolean;
  /** Looks into the value; undefined where it has the shape. */
  problem(value: unknown): ShapeProblem | undefined;
}

/** Shapes of members by name. */
export type Fields = { readonly [name: string]: Shape };

function simple(expects: string, schema: object, test: (value: unknown) => boolean): Shape {
  return { expects, schema, problem: (value) => (test(value) ? undefined : { path: [], message: `must be ${expects}` }) };
}

export const ANYTHING = simple('anything', {}, () => true);
export const TEXT = simple('a text', { type: 'string' }, (value) => typeof value === 'string');
export const NUMBER = simple('a number', { type: 'number' }, Number.isFinite);
export const TRUTH = simple('true or false', { type: 'boolean' }, (value) => typeof value === 'boolean');
export const MEMBERS = simple('an object', { type: 'object' }, isObject);

/** A whole number, within bounds where they are given. */
export function whole(minimum?: number, maximum?: number): Shape {
  const within = minimum === undefined ? '' : ` from ${minimum}${maximum === undefined ? '' : ` to ${maximum}`}`;
  return simple(`a whole number${within}`, { type: 'integer', minimum, maximum }, (value) =>
    Number.isSafeInteger(value) && (value as number) >= (minimum ?? -Infinity) && (value as number) <= (maximum ?? Infinity));
}

/** A number that is not below another. */
export function atLeast(minimum: number): Shape {
  return simple(`a number of at least ${minimum}`, { type: 'number', minimum }, (value) => Number.isFinite(value) && (value as number) >= minimum);
}

/** One of several values. */
export function oneOf(...values: readonly (string | boolean | null)[]): Shape {
  return simple(values.map((value) => JSON.stringify(value)).join(' or '), { enum: values }, (value) => values.includes(value as string));
}

/** A list whose members all have a shape. */
export function listOf(member: Shape, minItems?: number): Shape {
  const self = simple(minItems === undefined ? 'a list' : `a list of at least ${minItems}`, { type: 'array', items: member.schema, minItems },
    (value) => Array.isArray(value) && value.length >= (minItems ?? 0));
  return {
    ...self,
    problem: (value) => self.problem(value) ?? firstProblem((value as readonly unknown[]).entries(), () => member),
  };
}

/** An object whose members all have a shape, whatever their names. */
export function mapOf(member: Shape): Shape {
  return {
    expects: 'an object',
    schema: { type: 'object', additionalProperties: member.schema },
    problem: (value) => MEMBERS.problem(value) ?? firstProblem(Object.entries(value as object), () => member),
  };
}

/** An object with these members and no others. */
export function objectOf(fields: Fields): Shape {
  const required = Object.keys(fields).filter((name) => fields[name].isOptional !== true);
  const properties = Object.fromEntries(Object.entries(fields).map(([name, { schema }]) => [name, schema]));
  return {
    expects: 'an object',
    schema: { type: 'object', properties, required: required.length > 0 ? required : undefined, additionalProperties: false },
    problem: (value) => {
      const problem = MEMBERS.problem(value);
      if (problem !== undefined) {
        return problem;
      }
      const members = value as { readonly [name: string]: unknown };
      const stranger = Object.keys(members).find((name) => !Object.hasOwn(fields, name));
      if (stranger !== undefined) {
        return { path: [stranger], message: 'is no member that is known here' };
      }
      const missing = required.find((name) => members[name] === undefined);
      const given = Object.entries(members).filter(([, member]) => member !== undefined);
      return missing === undefined ? firstProblem(given, (name) => fields[name]) : { path: [missing], message: 'is missing' };
    },
  };
}

/** Any of several shapes. */
export function either(...shapes: readonly Shape[]): Shape {
  return {
    expects: shapes.map(({ expects }) => expects).join(' or '),
    schema: { anyOf: shapes.map(({ schema }) => schema) },
    problem(value) {
      const problems = shapes.map((shape) => shape.problem(value));
      if (problems.includes(undefined)) {
        return undefined;
      }
      // What goes wrong inside of a value belongs to the shape that was meant.
      const [deepest] = (problems as ShapeProblem[]).sort((a, b) => b.path.length - a.path.length);
      return deepest.path.length > 0 ? deepest : { path: [], message: `must be ${this.expects}` };
    },
  };
}

/** The shape, or null. */
export function orNull(shape: Shape): Shape {
  return either(shape, oneOf(null));
}

/** A shape that a member need not have. */
export function optional(shape: Shape, description?: string): Shape {
  return { ...described(shape, description), isOptional: true };
}

/** A shape with a sentence for those who read the schema. */
export function described(shape: Shape, description: string | undefined): Shape {
  return description === undefined ? shape : { ...shape, schema: { description, ...shape.schema } };
}

/** The same members, none of which must be there. */
export function partial(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, shape]) => [name, optional(shape)]));
}

function firstProblem<K extends string | number>(entries: Iterable<readonly [K, unknown]>, shapeOf: (key: K) => Shape): ShapeProblem | undefined {
  for (const [key, value] of entries) {
    const problem = shapeOf(key).problem(value);
    if (problem !== undefined) {
      return { path: [key, ...problem.path], message: problem.message };
    }
  }
  return undefined;
}

function isObject(value: unknown): boolean {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
