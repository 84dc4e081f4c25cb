import * as fs from 'node:fs';
import * as path from 'node:path';
import { Construct, IConstruct } from 'constructs';
import { stackOf } from './binding';
import { assertNoProblems } from './problems';

/** Folder beside a stack's Terraform JSON that holds everything this library writes for it. */
export const STACK_FOLDER = 'broker-oauth';

/** The folder as Terraform expressions name it. */
export const STACK_FOLDER_EXPRESSION = `\${path.module}/${STACK_FOLDER}`;

/** Files by name, which may hold `/`; an undefined content leaves the file out. */
export type StackFileContents = { readonly [name: string]: string | Buffer | undefined };

const CUSTOM_SYNTHESIS = Symbol.for('cdktf/customSynthesis');
const CHILD_ID = 'BrokerOAuthFiles';

/** The part of the CDK's synthesis session that is needed here. */
interface Session {
  readonly outdir: string;
  readonly manifest: { forStack(stack: unknown): { readonly workingDirectory: string } };
}

/** Writes files into the stack's folder when the app is synthesized; `contents` is asked then. */
export function addStackFiles(construct: IConstruct, contents: () => StackFileContents): void {
  filesOf(construct).add(contents);
}

function filesOf(construct: IConstruct): StackFiles {
  const stack = stackOf(construct);
  return (stack.node.tryFindChild(CHILD_ID) as StackFiles | undefined) ?? new StackFiles(stack);
}

class StackFiles extends Construct {
  private readonly producers: (() => StackFileContents)[] = [];

  constructor(private readonly stack: ReturnType<typeof stackOf>) {
    super(stack, CHILD_ID);
    Object.defineProperty(this, CUSTOM_SYNTHESIS, { value: { onSynthesize: (session: Session) => this.write(session) } });
  }

  add(contents: () => StackFileContents): void {
    this.producers.push(contents);
  }

  private write(session: Session): void {
    assertNoProblems(this);
    const folder = path.join(session.outdir, session.manifest.forStack(this.stack).workingDirectory, STACK_FOLDER);
    // Files of an earlier synthesis must not survive a rename.
    fs.rmSync(folder, { recursive: true, force: true });
    for (const [name, bytes] of this.producers.flatMap((contents) => Object.entries(contents()))) {
      if (bytes !== undefined) {
        const target = path.join(folder, name);
        fs.mkdirSync(path.dirname(target), { recursive: true });
        fs.writeFileSync(target, bytes);
      }
    }
  }
}
