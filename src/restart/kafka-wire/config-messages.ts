import { Api } from './api';
import { Reader } from './reader';

/** Whose settings are asked for. */
export type Resource = { readonly kind: 'topic'; readonly name: string } | { readonly kind: 'broker'; readonly name: string };

/** Settings of one resource, or why they are not told. */
export interface ResourceSettings {
  readonly name: string;
  readonly error: number;
  readonly message: string | undefined;
  /** Value by the setting's name; those that are secret or unset are left out. */
  readonly settings: ReadonlyMap<string, string>;
}

const RESOURCE_TYPES = { topic: 2, broker: 4 };

/** DescribeConfigs (KIP-133): settings as they hold, whether set or a default. */
export const DESCRIBE_CONFIGS: Api<{ readonly resources: readonly Resource[]; readonly keys: readonly string[] }, readonly ResourceSettings[]> = {
  key: 32,
  name: 'DescribeConfigs',
  versions: [4, 4],
  flexible: true,
  write: (writer, { resources, keys }) => {
    writer.compactArray(resources, (resource) => writer.int8(RESOURCE_TYPES[resource.kind]).compactString(resource.name)
      .compactArray(keys, (key) => writer.compactString(key)).noTags());
    writer.boolean(false).boolean(false).noTags();
  },
  read: (reader) => {
    reader.int32();
    const results = reader.compactArray(() => readResource(reader));
    reader.tags();
    return results;
  },
};

function readResource(reader: Reader): ResourceSettings {
  const error = reader.int16();
  const message = reader.compactString();
  reader.int8();
  const name = reader.compactString() ?? '';
  const entries = reader.compactArray(() => readSetting(reader));
  reader.tags();
  return { name, error, message, settings: new Map(entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]))) };
}

function readSetting(reader: Reader): readonly [name: string, value: string | undefined] {
  const name = reader.compactString() ?? '';
  const value = reader.compactString();
  reader.boolean();
  reader.int8();
  reader.boolean();
  reader.compactArray(() => {
    reader.compactString();
    reader.compactString();
    reader.int8();
    reader.tags();
  });
  reader.int8();
  reader.compactString();
  reader.tags();
  return [name, value];
}
