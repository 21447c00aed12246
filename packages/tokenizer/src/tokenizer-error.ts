/**
 * - `tokenizer_unsupported`: tokenizer.json is of a kind that is not read here; the message says which is
 * - `template_failed`: the chat template can't be parsed, or refuses the messages
 */
export type TokenizerErrorCode = 'tokenizer_unsupported' | 'template_failed';

export class TokenizerError extends Error {
  override readonly name = 'TokenizerError';
  readonly code: TokenizerErrorCode;

  constructor(code: TokenizerErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
