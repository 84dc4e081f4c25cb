/** Whether the run has been asked to end after the node in hand. */
export class StopRequest {
  private asked: string | undefined;
  private readonly listeners: ((text: string, reason: string) => void)[] = [];

  /** `isAlone` tells whether nobody waits for the run any more, which no event tells. */
  constructor(private readonly isAlone: () => boolean = () => false) {}

  /** Why it was asked, the first time; undefined while it was not. */
  get reason(): string | undefined {
    this.look();
    return this.asked;
  }

  /** Asks to stop where nobody waits for the run any more. */
  look(): void {
    if (this.asked === undefined && this.isAlone()) {
      this.ask(PARENT_GONE);
    }
  }

  /** Is told of every request, in a sentence and by its reason, also of those that change nothing any more. */
  listen(listener: (text: string, reason: string) => void): void {
    this.listeners.push(listener);
  }

  ask(reason: string): void {
    const again = this.asked !== undefined;
    this.asked ??= reason;
    const text = again
      ? `${reason}: goes on finishing the node in hand; left half-way, nobody would know its condition`
      : `${reason}: finishes the node in hand, then stops`;
    this.listeners.forEach((listener) => listener(text, reason));
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Turns signals into requests until the returned function is called. */
export function stopAtSignals(stop: StopRequest): () => void {
  const handlers = SIGNALS.map((signal) => [signal, () => stop.ask(`received ${signal}`)] as const);
  handlers.forEach(([signal, handler]) => process.on(signal, handler));
  return () => handlers.forEach(([signal, handler]) => process.off(signal, handler));
}

/**
 * Whether the process that started this one has ended.
 *
 * No signal tells of it: whoever is killed leaves its children to another process of the system.
 */
export function parentWatch(): () => boolean {
  const parent = process.ppid;
  return () => process.ppid !== parent;
}

/** The reason when nobody waits for the run any more. */
export const PARENT_GONE = 'the process that started the engine has ended';
