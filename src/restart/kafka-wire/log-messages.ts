import { Api } from './api';

/** What a broker keeps on its disks. */
export interface LogTopics {
  readonly error: number;
  /** Topics of which it has a partition, whoever may see them. */
  readonly topics: readonly string[];
}

/** DescribeLogDirs (KIP-113): it needs a right on the cluster and none on topics, so it shows topics that Metadata leaves out. */
export const DESCRIBE_LOG_DIRS: Api<undefined, LogTopics> = {
  key: 35,
  name: 'DescribeLogDirs',
  versions: [3, 4],
  flexible: true,
  write: (writer) => writer.compactArray(undefined, () => undefined).noTags(),
  read: (reader, version) => {
    reader.int32();
    const error = reader.int16();
    const folders = reader.compactArray(() => {
      // A folder that has failed tells no topic; what was in it is offline, which Metadata says.
      reader.int16();
      reader.compactString();
      const topics = reader.compactArray(() => {
        const topic = reader.compactString() ?? '';
        reader.compactArray(() => {
          reader.int32();
          reader.int64();
          reader.int64();
          reader.boolean();
          reader.tags();
        });
        reader.tags();
        return topic;
      });
      if (version >= 4) {
        reader.int64();
        reader.int64();
      }
      reader.tags();
      return topics;
    });
    reader.tags();
    return { error, topics: [...new Set(folders.flat())] };
  },
};
