import { CodedError } from '@frontdesk/protocol';
import type { z } from 'zod/mini';

/** @throws CodedError `bad_request`, which names the fields that are wrong and never their values */
export function parseRequest<Schema extends z.ZodMiniType>(schema: Schema, payload: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(payload);
  if (parsed.success) return parsed.data;
  const fields = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.') || 'the request itself'))];
  throw new CodedError('bad_request', {
    message: `This request could not be understood: ${fields.join(', ')} is not right.`,
    cause: parsed.error,
  });
}
