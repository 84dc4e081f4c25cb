import { isUnresolved, Value } from './unresolved';

/**
 * How a value is written into a native file so that it cannot break out of its place.
 *
 * Both sides say the same thing: `encode` for a value known at synthesis, `hcl` for one that arrives at apply.
 */
export interface Encoding {
  /** Encodes a known value. */
  encode(value: Value): string;
  /** The Terraform expression that encodes the value which the expression `reference` yields. */
  hcl(reference: string): string;
}

/** A place in a text for a value that Terraform knows only at plan or apply. */
export interface Hole {
  readonly value: Value;
  readonly encoding: Encoding;
}

/** A text in which some places are filled only at apply; adjoining literals are merged. */
export type Template = readonly (string | Hole)[];

/** Builds a template piece by piece. */
export class TemplateBuilder {
  private readonly parts: (string | Hole)[] = [];
  /** Literals since the last hole; joined at once, which takes a fraction of the time of thousands of additions to one text. */
  private literals: string[] = [];

  /** Adds literal text, already in the syntax of the target. */
  text(literal: string): this {
    this.literals.push(literal);
    return this;
  }

  /** Adds a value by its encoding; one that is not known yet becomes a hole. */
  value(value: Value, encoding: Encoding): this {
    return isUnresolved(value) ? this.hole({ value, encoding }) : this.text(encoding.encode(value));
  }

  /** Adds another template. */
  template(template: Template): this {
    for (const part of template) {
      if (typeof part === 'string') {
        this.text(part);
      } else {
        this.hole(part);
      }
    }
    return this;
  }

  build(): Template {
    this.joinLiterals();
    return this.parts;
  }

  private hole(hole: Hole): this {
    this.joinLiterals();
    this.parts.push(hole);
    return this;
  }

  private joinLiterals(): void {
    const text = this.literals.join('');
    this.literals = [];
    if (text !== '') {
      this.parts.push(text);
    }
  }
}

/** The text of a template without holes; undefined when it has any. */
export function plainText(template: Template): string | undefined {
  if (template.length === 0) {
    return '';
  }
  return template.length === 1 && typeof template[0] === 'string' ? template[0] : undefined;
}

/** The text with each hole filled by `fill`, which receives the hole. */
export function fillTemplate(template: Template, fill: (hole: Hole) => string): string {
  return template.map((part) => (typeof part === 'string' ? part : fill(part))).join('');
}

/** A value that is written as it is. What must not stand in it is a rule's business. */
export const VERBATIM: Encoding = {
  encode: (value) => String(value),
  hcl: (reference) => reference,
};

/** A JSON value: scalar or list of strings. */
export const JSON_VALUE: Encoding = {
  encode: (value) => JSON.stringify(value),
  hcl: (reference) => `jsonencode(${reference})`,
};
