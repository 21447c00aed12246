import { CodedError } from '@frontdesk/protocol';
import type { z } from 'zod/mini';
import { refuseUnstorable } from './messages/message-text.ts';

/**
 * @throws CodedError `bad_request`, which names the fields that are wrong and never their values; `not_utf8` or `bad_request`
 *   where a text in it can't be stored
 */
export function parseRequest<Schema extends z.ZodMiniType>(schema: Schema, payload: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(payload);
  if (parsed.success) {
    checkTexts(parsed.data);
    return parsed.data;
  }
  const fields = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.') || 'the request itself'))];
  throw new CodedError('bad_request', {
    message: `This request could not be understood: ${fields.join(', ')} is not right.`,
    cause: parsed.error,
  });
}

/** Names count, too: those of replies, say, are the caller's. */
function checkTexts(value: unknown): void {
  if (typeof value === 'string') refuseUnstorable(value);
  else if (typeof value === 'object' && value !== null) Object.entries(value).flat().forEach(checkTexts);
}
