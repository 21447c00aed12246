import { CodedError, type ErrorCode } from '@frontdesk/protocol';

/** A refusal that says which field of the request is meant, in the words of OpenAI's API. */
export class ParameterError extends CodedError {
  /** As `messages[2].content`. */
  readonly param: string;
  /** What that API calls it; left out, what it calls the code. */
  readonly openAiCode: string | undefined;

  constructor(param: string, options: { message: string; code?: ErrorCode; openAiCode?: string; cause?: unknown }) {
    const { message, code = 'bad_request', openAiCode, cause } = options;
    super(code, { message, cause });
    this.param = param;
    this.openAiCode = openAiCode;
  }
}
