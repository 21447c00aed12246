/**
 * Something that the person at the terminal can mend: shown as its message alone. Any other error is a bug and is
 * shown with its stack.
 */
export class OperatorError extends Error {
  /** @override */
  name = 'OperatorError';
}

/**
 * What a program writes before it ends because of `error`.
 *
 * @param {unknown} error
 * @returns {string}
 */
export function explain(error) {
  if (error instanceof OperatorError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
