import { CliIo } from './cli-io';
import { ExitCode, worstExitCode } from './exit-code';
import { LARGEST_INPUT } from './read-input';
import { Line, readLines } from './read-lines';
import { CASE_JSON, CASE_TOO_LARGE, CaseProblem, caseProblem, failure } from '../preview/case-problem';

/** What is printed for one line, and what it means for the exit code. */
export interface LineVerdict {
  readonly output: string;
  readonly code: ExitCode;
}

/** Judges one line after the other and prints one for each, in order. Returns the worst of their codes. */
export async function runBatch(io: CliIo, path: string, judge: (text: string) => LineVerdict): Promise<ExitCode> {
  let worst: ExitCode = ExitCode.GOOD;
  // Blank lines at the end are no lines.
  let blanks = 0;
  for await (const lines of readLines(io, path, LARGEST_INPUT)) {
    const outputs: string[] = [];
    for (const line of lines) {
      if (line.text?.trim() === '') {
        blanks++;
        continue;
      }
      const verdicts = [...Array<string>(blanks).fill('').map(judge), verdictOf(line, judge)];
      blanks = 0;
      outputs.push(...verdicts.map(({ output }) => `${output}\n`));
      worst = worstExitCode([worst, ...verdicts.map(({ code }) => code)]);
    }
    io.write(outputs.join(''));
    await io.drained?.();
  }
  return worst;
}

/** A line that cannot be judged. */
export function unreadableLine(id: string | null, problem: CaseProblem): LineVerdict {
  return { output: JSON.stringify(failure(id, problem)), code: ExitCode.BAD_INPUT };
}

const NOT_UTF8 = unreadableLine(null, caseProblem(CASE_JSON, 'the line is not UTF-8 text'));
const TOO_LONG = unreadableLine(null, caseProblem(CASE_TOO_LARGE, `the line has more than ${LARGEST_INPUT} bytes`));

function verdictOf(line: Line, judge: (text: string) => LineVerdict): LineVerdict {
  if (line.problem !== undefined) {
    return line.problem === 'too-long' ? TOO_LONG : NOT_UTF8;
  }
  return judge(line.text);
}
