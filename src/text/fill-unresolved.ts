/** What values known only at apply will be, by the mark that stands for each. */
export type ApplyTimeValues = { readonly [mark: string]: string };

/** The same data with marks replaced wherever they stand in its texts; objects of classes are left as they are. */
export function fillUnresolved<T>(data: T, values: ApplyTimeValues): T {
  return filled(data, Object.entries(values).filter(([mark]) => mark !== '')) as T;
}

function filled(data: unknown, values: readonly (readonly [string, string])[]): unknown {
  if (typeof data === 'string') {
    return values.reduce((text, [mark, value]) => text.split(mark).join(value), data);
  }
  if (Array.isArray(data)) {
    return data.map((member) => filled(member, values));
  }
  if (data !== null && typeof data === 'object' && Object.getPrototypeOf(data) === Object.prototype) {
    return Object.fromEntries(Object.entries(data).map(([name, member]) => [name, filled(member, values)]));
  }
  return data;
}
