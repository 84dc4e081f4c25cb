const CONTEXT = 2;

/** The lines in which two texts differ, marked `+` and `-`, with two lines around them. */
export function difference(before: string, after: string): string[] {
  const marked = mark(before.trimEnd().split('\n'), after.trimEnd().split('\n'));
  const near = (at: number) => marked.slice(Math.max(0, at - CONTEXT), at + CONTEXT + 1).some((line) => !line.startsWith(' '));
  return marked.filter((_, at) => near(at));
}

/** Marks every line by the longest common subsequence of both texts. */
function mark(before: readonly string[], after: readonly string[]): string[] {
  const common = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      common[i][j] = before[i] === after[j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
    }
  }
  const marked: string[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      marked.push(`  ${before[i++]}`);
      j++;
    } else if (j === after.length || (i < before.length && common[i + 1][j] >= common[i][j + 1])) {
      marked.push(`- ${before[i++]}`);
    } else {
      marked.push(`+ ${after[j++]}`);
    }
  }
  return marked;
}
