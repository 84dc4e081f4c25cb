const WIDTH = 100;

/** The escape sequences that are used where somebody watches. */
const STYLES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;

/** How a piece of text is shown on a terminal. */
export type Style = keyof typeof STYLES;

/** Prints the story: plain text into files and pipes, coloured where somebody watches. */
export class Terminal {
  private chapter = 0;

  constructor(private readonly stream: NodeJS.WriteStream) {}

  /** Begins a numbered part. */
  heading(text: string): void {
    this.chapter += 1;
    const title = `${this.chapter}. ${text} `;
    this.stream.write(`\n${this.style(title.padEnd(WIDTH, '─'), 'bold')}\n\n`);
  }

  /** Prints a paragraph, wrapped. */
  say(text: string, style?: Style): void {
    const lines: string[] = [];
    for (const word of text.split(/\s+/)) {
      const last = lines.at(-1);
      if (last === undefined || last.length + word.length >= WIDTH) {
        lines.push(word);
      } else {
        lines[lines.length - 1] = `${last} ${word}`;
      }
    }
    lines.forEach((line) => this.stream.write(`${this.style(line, style)}\n`));
  }

  /** Prints lines as they are, indented. */
  lines(texts: readonly string[], style?: Style): void {
    texts.forEach((text) => this.stream.write(`  ${this.style(text, style)}\n`));
  }

  /** Leaves a line empty. */
  gap(): void {
    this.stream.write('\n');
  }

  /** Prints the added and removed lines of a difference, as `difference` gives it. */
  difference(texts: readonly string[]): void {
    texts.forEach((text) => this.lines([text], text.startsWith('+') ? 'green' : text.startsWith('-') ? 'red' : 'dim'));
  }

  /** Prints a line of progress, as the engine tells it. */
  progress(text: string): void {
    const style = / (done|good): |^good: /.test(text) ? 'green' : / (wait|settle): /.test(text) ? 'dim' : /^notice: /.test(text) ? 'yellow' : undefined;
    this.lines([text], style);
  }

  /** The text in a style where somebody watches. */
  style(text: string, style: Style | undefined): string {
    return style === undefined || !this.stream.isTTY || process.env.NO_COLOR ? text : `\u001b[${STYLES[style]}m${text}\u001b[0m`;
  }
}
