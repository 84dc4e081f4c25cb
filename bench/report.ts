import type { Measurement } from './measurement';

/** The fastest run of both sides for one number of resources. */
export interface Row {
  readonly count: number;
  readonly library: Measurement;
  readonly hand: Measurement;
}

const COLUMNS = ['resources', 'by hand', 'library', 'time ratio', 'by hand, peak', 'library, peak', 'memory ratio', 'manifest and files'];

/** The middle one of the numbers; the mean of the two in the middle where there are two. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The lower quartile, the median and the upper quartile. */
export function quartiles(numbers: readonly number[]): readonly [number, number, number] {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = (part: number) => sorted[Math.round(part * (sorted.length - 1))];
  return [at(0.25), median(sorted), at(0.75)];
}

/** The measurements as a Markdown table. */
export function table(rows: readonly Row[]): string {
  const lines = rows.map(({ count, library, hand }) => {
    const [ours, theirs] = [library.constructMs + library.synthesisMs, hand.constructMs + hand.synthesisMs];
    return [
      count.toLocaleString('en-US'), seconds(theirs), seconds(ours), (ours / theirs).toFixed(2),
      megabytes(hand.peakMb), megabytes(library.peakMb), (library.peakMb / hand.peakMb).toFixed(2), seconds(library.filesMs),
    ];
  });
  return [COLUMNS, COLUMNS.map(() => '---:'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The section on synthesis. */
export function section(rows: readonly Row[], cdk: string, repeats: number): string {
  return `What synthesis costs through the library, compared with the same Terraform JSON from generic resources written by hand. Measured
on two cores with Node ${process.versions.node} and ${cdk}.

${table(rows)}

- The workload is one Aiven for Apache Kafka with that many native ACL entries: through the library one grant each, by hand one
  \`TerraformResource\` with its attributes as overrides, grouped in a construct of its own, and the blocks the stack holds once as well (their texts given ready-made). The
  bench first checks that both give the same resources.
- The CDK notes every override in the stack's metadata by joining ever longer lists, so by hand 5,000 entries take more than five times as
  long as 1,000. The library passes attributes as bindings do, and needs no overrides.
- Time is the processor's, for building the tree and for synthesis, without loading modules. What only the library writes, the manifest and the files
  beside the stack, is timed apart in the last column.
- Memory is the peak of the whole process, Node and the CDK included.
- Every measurement is a process of its own, ${repeats} of each side in turn; shown is the fastest of each, which other
  work on the machine disturbs least, with the median of the peaks. Seconds differ between machines; ratios hardly do.

The aim is a ratio of 1.25 at most; above 1.5 is a defect, and \`.ci/run\` fails from 1,000 resources on. A hundred are over too soon to judge.
`;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}

function megabytes(value: number): string {
  return `${Math.round(value)} MB`;
}
