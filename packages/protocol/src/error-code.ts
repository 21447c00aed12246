import * as z from 'zod/mini';

/** Of the two that a client has to say by itself: it does without the others, which come with their sentence. */
export const unavailableSentence = 'The chat is not available right now. Please try again.';
export const internalSentence = 'Something went wrong. Please try again.';

/**
 * Every error that may reach a person, with its HTTP status and the sentence that a customer sees.
 * The cause goes to the log of the process that met it, never to the customer.
 */
export const errors = {
  bad_request: { status: 400, sentence: 'This request could not be understood.' },
  not_utf8: { status: 400, sentence: 'The text is not valid UTF-8.' },
  message_empty: { status: 400, sentence: 'Please write a message first.' },
  system_too_long: { status: 413, sentence: 'The system text is too long. Please shorten it.' },
  message_too_long: { status: 413, sentence: 'This message is too long. Please shorten it.' },
  request_too_large: { status: 413, sentence: 'This request is too large.' },
  unsupported_type: { status: 415, sentence: 'Send the request as JSON.' },
  site_unknown: { status: 404, sentence: 'This chat does not exist.' },
  origin_refused: { status: 403, sentence: 'This chat is not available on this web site.' },
  ticket_invalid: { status: 401, sentence: 'The chat could not be opened. Please reload the page.' },
  token_missing: { status: 401, sentence: 'Please open the chat again.' },
  token_invalid: { status: 401, sentence: 'Please open the chat again.' },
  token_expired: { status: 401, sentence: 'This chat has expired. Please open it again.' },
  identity_invalid: { status: 401, sentence: 'This identity token is not valid.' },
  identity_expired: { status: 401, sentence: 'This identity token has expired.' },
  identity_not_set_up: { status: 401, sentence: 'This site has no secret yet with which customers can be identified.' },
  api_key_invalid: { status: 401, sentence: 'This API key is not valid.' },
  sign_in_required: { status: 401, sentence: 'Please sign in.' },
  password_wrong: { status: 403, sentence: 'This is not your password.' },
  invitation_invalid: {
    status: 404,
    sentence: 'This invitation is not good any more. Please ask whoever sent it for another one.',
  },
  already_member: { status: 409, sentence: 'This person is a member already.' },
  last_owner: { status: 409, sentence: 'A site needs an owner. Make somebody else one first.' },
  last_operator: {
    status: 409,
    sentence: 'This is the only account that looks after all sites, and somebody has to.',
  },
  forbidden: { status: 403, sentence: 'You are not allowed to do this.' },
  visitor_blocked: { status: 403, sentence: 'You can no longer send messages here.' },
  details_required: { status: 403, sentence: 'Please tell us who you are first.' },
  agent_unknown: { status: 404, sentence: 'There is no such person on the team.' },
  conversation_unknown: { status: 404, sentence: 'This conversation does not exist.' },
  generation_unknown: { status: 404, sentence: 'This answer does not exist.' },
  message_id_reused: { status: 409, sentence: 'This message was already sent with other text.' },
  message_not_last: { status: 409, sentence: 'Only your last message can be edited, while nobody has replied to it.' },
  answer_in_progress: { status: 409, sentence: 'Please wait until the current answer is finished.' },
  taken_over: { status: 409, sentence: 'A person from the team answers here now.' },
  people_off: { status: 409, sentence: 'Nobody but the assistant answers here.' },
  step_impossible: { status: 409, sentence: 'This can’t be done with the conversation as it is now.' },
  shortcut_taken: { status: 409, sentence: 'Another reply has this shortcut already.' },
  email_taken: { status: 409, sentence: 'Another account has this e-mail address.' },
  question_taken: { status: 409, sentence: 'There is an approved answer to this question already.' },
  changed_meanwhile: {
    status: 409,
    sentence: 'Somebody else has changed this meanwhile. Copy what you have written, close this and open it again.',
  },
  source_unknown: { status: 404, sentence: 'This source does not exist.' },
  document_unknown: { status: 404, sentence: 'This document does not exist.' },
  import_in_progress: { status: 409, sentence: 'This source is being imported. Please wait until that is finished.' },
  imports_waiting: {
    status: 429,
    sentence: 'Much of this site waits to be imported already. Please add more when some of that is finished.',
  },
  webhooks_limit: { status: 409, sentence: 'This site has as many webhooks as it may. Please delete one first.' },
  facts_limit: {
    status: 409,
    sentence: 'This site has as many facts as it may. Please delete some first, or upload them as a file.',
  },
  file_too_large: { status: 413, sentence: 'This file is too large to be read.' },
  file_type_unknown: {
    status: 415,
    sentence: 'Files of this kind are not read. Please use Markdown, text, HTML, PDF, DOCX, CSV or JSON.',
  },
  attachment_too_large: { status: 413, sentence: 'This file is too large. Files may have up to 10 MB.' },
  attachments_too_many: { status: 413, sentence: 'A message may have up to 5 files.' },
  attachment_empty: { status: 400, sentence: 'This file is empty.' },
  attachment_type: {
    status: 415,
    sentence: 'Files of this kind can’t be sent. Pictures (PNG, JPEG, WebP, GIF), PDF and plain text can.',
  },
  attachment_limit: { status: 429, sentence: 'No more files can be sent before tomorrow.' },
  uploads_full: { status: 507, sentence: 'There is no room for files right now.' },
  attachment_unknown: { status: 404, sentence: 'This file is no longer here. Please attach it again.' },
  no_worker: { status: 503, sentence: 'No worker can look this up right now. Please try again in a moment.' },
  not_found: { status: 404, sentence: 'There is nothing here.' },
  rate_limited: { status: 429, sentence: 'That was a bit fast. Please wait a moment.' },
  site_limit_reached: {
    status: 429,
    sentence: 'This chat has reached its limit for today. It goes on tomorrow.',
  },
  person_limit_reached: { status: 429, sentence: 'Please write your question first, then ask for a person.' },
  busy: { status: 503, sentence: 'Many people are asking right now. Please try again in a moment.' },
  generation_failed: { status: 502, sentence: 'The answer could not be finished. Please try again.' },
  generation_expired: { status: 504, sentence: 'No answer could be given in time. Please try again.' },
  generation_cancelled: { status: 499, sentence: 'This answer was stopped.' },
  unavailable: { status: 503, sentence: unavailableSentence },
  internal: { status: 500, sentence: internalSentence },
} as const satisfies Record<string, { status: number; sentence: string }>;
export type ErrorCode = keyof typeof errors;

/** What pages of customers, and sockets, may be told; the others are the dashboard's and the HTTP API's. */
const errorCodes = [
  'bad_request',
  'message_empty',
  'message_too_long',
  'request_too_large',
  'unsupported_type',
  'site_unknown',
  'origin_refused',
  'ticket_invalid',
  'token_missing',
  'token_invalid',
  'token_expired',
  'identity_invalid',
  'identity_expired',
  'identity_not_set_up',
  'sign_in_required',
  'forbidden',
  'visitor_blocked',
  'details_required',
  'agent_unknown',
  'conversation_unknown',
  'generation_unknown',
  'message_id_reused',
  'message_not_last',
  'answer_in_progress',
  'taken_over',
  'people_off',
  'step_impossible',
  'changed_meanwhile',
  'attachment_too_large',
  'attachments_too_many',
  'attachment_empty',
  'attachment_type',
  'attachment_limit',
  'uploads_full',
  'attachment_unknown',
  'no_worker',
  'not_found',
  'rate_limited',
  'site_limit_reached',
  'person_limit_reached',
  'busy',
  'generation_failed',
  'generation_expired',
  'generation_cancelled',
  'unavailable',
  'internal',
] as const satisfies readonly ErrorCode[];

/** Another code, and one of a newer version, is read as `internal`; its sentence is shown all the same. */
const readableCode = z.union([
  z.enum(errorCodes),
  z.pipe(
    z.string(),
    z.transform((): ErrorCode => 'internal'),
  ),
]);

/** The shape of every error on the wire. `retryAfterMs` says when the same request may work. */
export const wireError = z.object({
  code: readableCode,
  message: z.string(),
  retryAfterMs: z.optional(z.number().check(z.nonnegative())),
});
export type WireError = z.infer<typeof wireError>;

/** An error for people: thrown anywhere behind a process boundary, turned into a {@link WireError} at the boundary. */
export class CodedError extends Error {
  override readonly name = 'CodedError';
  readonly code: ErrorCode;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, options: { cause?: unknown; retryAfterMs?: number; message?: string } = {}) {
    super(options.message ?? errors[code].sentence, { cause: options.cause });
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
  }

  toWire(): WireError {
    return {
      code: this.code,
      message: this.message,
      ...(this.retryAfterMs === undefined ? {} : { retryAfterMs: this.retryAfterMs }),
    };
  }
}
