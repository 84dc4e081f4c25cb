import type { Construct } from 'constructs';

/** What the benign value of a prop has in it, and nothing else in a stack. */
export const MARKER = 'zqmarkerqz';

/** One string prop and how a stack that uses it looks. */
export interface PropCase {
  /** The prop as its user writes it. */
  readonly prop: string;
  /** What an error about the prop must hold; the prop's last word if left out. */
  readonly named?: RegExp;
  /** Adds whatever has the prop; `list` is the value of a list prop. */
  readonly build: (scope: Construct, text: string, list: string[]) => void;
  /** Whether the prop is a list, which may be known only at apply as a whole. */
  readonly isList?: boolean;
  /** Text around the hostile string in a second round, such as `https://` for a URL that no rule refuses at once. */
  readonly around?: readonly [before: string, after: string];
  /** Whether the string alone is no prop of its own, since the construct makes another text of it. */
  readonly onlyAround?: boolean;
  /** What separates members in the target, so that no member may hold it. */
  readonly separator?: RegExp;
  /** Replaces the marker where a rule would refuse it. */
  readonly benign?: string;
}

/** A prop with or without text around the hostile string. */
export interface Variant extends PropCase {
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

/** The rounds of every prop. */
export function variantsOf(cases: readonly PropCase[]): readonly Variant[] {
  return cases.flatMap((one): readonly Variant[] => {
    const bare = { ...one, label: one.prop, before: '', after: '' };
    const alone = one.onlyAround === true ? [] : [bare];
    return one.around === undefined ? alone : [...alone, { ...one, label: `${one.prop} (inside a fitting text)`, before: one.around[0], after: one.around[1] }];
  });
}

/** The value that no rule refuses. */
export function benignOf({ benign, before, after }: Variant): string {
  return before === '' && after === '' ? benign ?? MARKER : `${before}${MARKER}${after}`;
}

/** Whether an error text tells which prop it is about. */
export function namesProp({ prop, named }: PropCase, text: string): boolean {
  const word = named ?? new RegExp(/(\w+)\W*$/.exec(prop)![1], 'i');
  return word.test(text) || /\[TEXT_(NUL|LONE_SURROGATE)\]/.test(text);
}
