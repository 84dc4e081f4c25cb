import * as fs from 'node:fs';
import * as path from 'node:path';
import { Construct, IConstruct } from 'constructs';
import { stackOf } from './binding';
import { assertNoProblems } from './problems';

/** Folder beside a stack's Terraform JSON that holds everything this library writes for it. */
export const STACK_FOLDER = 'broker-oauth';

/** The folder as Terraform expressions name it. */
export const STACK_FOLDER_EXPRESSION = `\${path.module}/${STACK_FOLDER}`;

/** Content of a file, asked for at synthesis; undefined leaves the file out. */
export type FileContent = () => string | Buffer | undefined;

const CUSTOM_SYNTHESIS = Symbol.for('cdktf/customSynthesis');
const CHILD_ID = 'BrokerOAuthFiles';

/** The part of the CDK's synthesis session that is needed here. */
interface Session {
  readonly outdir: string;
  readonly manifest: { forStack(stack: unknown): { readonly workingDirectory: string } };
}

/** Writes a file into the stack's folder when the app is synthesized. The name may hold `/`. */
export function addStackFile(construct: IConstruct, name: string, content: FileContent): void {
  filesOf(construct).add(name, content);
}

function filesOf(construct: IConstruct): StackFiles {
  const stack = stackOf(construct);
  return (stack.node.tryFindChild(CHILD_ID) as StackFiles | undefined) ?? new StackFiles(stack);
}

class StackFiles extends Construct {
  private readonly files = new Map<string, FileContent>();

  constructor(private readonly stack: ReturnType<typeof stackOf>) {
    super(stack, CHILD_ID);
    Object.defineProperty(this, CUSTOM_SYNTHESIS, { value: { onSynthesize: (session: Session) => this.write(session) } });
  }

  add(name: string, content: FileContent): void {
    this.files.set(name, content);
  }

  private write(session: Session): void {
    assertNoProblems(this);
    const folder = path.join(session.outdir, session.manifest.forStack(this.stack).workingDirectory, STACK_FOLDER);
    // Files of an earlier synthesis must not survive a rename.
    fs.rmSync(folder, { recursive: true, force: true });
    for (const [name, content] of this.files) {
      const bytes = content();
      if (bytes !== undefined) {
        const target = path.join(folder, name);
        fs.mkdirSync(path.dirname(target), { recursive: true });
        fs.writeFileSync(target, bytes);
      }
    }
  }
}
