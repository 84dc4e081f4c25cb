/** A problem together with the construct that has it. */
export interface PlacedProblem {
  /** Path of the construct in the tree. */
  readonly path: string;
  readonly text: string;
}

const NAME = 'BrokerOAuthValidationError';

/**
 * Bad input, told in full: every problem of every construct in one error.
 *
 * jsii cannot export classes that extend Error, so users test with `BrokerOAuthErrors.isValidationError`.
 */
export class ValidationError extends Error {
  /** Whether the value is such an error, also when another copy of the library threw it. */
  static is(value: unknown): value is ValidationError {
    return value instanceof Error && value.name === NAME;
  }

  private static word(problems: readonly PlacedProblem[]): string {
    const lines = problems.map((problem) => `  ${problem.path}: ${problem.text}`);
    return [`${problems.length} ${problems.length === 1 ? 'problem' : 'problems'} found:`, ...lines].join('\n');
  }

  readonly name = NAME;

  constructor(readonly problems: readonly PlacedProblem[]) {
    super(ValidationError.word(problems));
  }
}
