import { CodedError, limits } from '@frontdesk/protocol';
import type { FastifyInstance } from 'fastify';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Makes the routes of `scope` take JSON bodies and no others, strictly: what is not UTF-8, not JSON or larger than
 * `bodyLimit` is refused with its own code (size and type by the error handler, from Fastify's own errors).
 */
export function takeJsonBodies(scope: FastifyInstance, bodyLimit: number = limits.requestBytes): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit },
    async (_request: unknown, body: Buffer) => parseJson(body),
  );
}

/**
 * Makes the routes of `scope` take JSON that is said to be plain text, too: a browser sends that to another origin without asking
 * first whether it may. Only for routes that look at the origin and at no cookie.
 */
export function takeJsonAsText(scope: FastifyInstance): void {
  scope.addContentTypeParser(
    'text/plain',
    { parseAs: 'buffer', bodyLimit: limits.requestBytes },
    async (_request: unknown, body: Buffer) => parseJson(body),
  );
}

/** @throws CodedError `not_utf8` or `bad_request` */
function parseJson(body: Uint8Array): unknown {
  let text: string;
  try {
    text = utf8.decode(body);
  } catch (cause) {
    throw new CodedError('not_utf8', { cause });
  }
  try {
    return JSON.parse(text);
  } catch {
    // Without the cause: its message quotes the body.
    throw new CodedError('bad_request', { message: 'The body is not JSON.' });
  }
}
