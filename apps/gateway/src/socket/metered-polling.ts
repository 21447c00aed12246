import { type IncomingMessage, ServerResponse } from 'node:http';
import { CodedError, errors } from '@frontdesk/protocol';
import type { Server } from 'socket.io';
import type { NoteUnfinished, Refusal } from './unfinished-bytes.ts';

/**
 * Notes the bodies of polling requests as unfinished, with the length that they announce, before anything of them is read. Who sends
 * too much gets the error's status and loses the connection.
 */
export function meterPolling(
  { engine }: Server,
  unfinishedOf: (request: IncomingMessage) => NoteUnfinished,
  refused: (code: Refusal) => void,
): void {
  engine.use((request: IncomingMessage, response: unknown, next: () => void) => {
    // An upgrade has something else here, and no body.
    if (!(response instanceof ServerResponse)) return next();
    if (request.headers['transfer-encoding'] !== undefined) return refuse(response, lengthRequired, 411);
    const bytes = Number(request.headers['content-length'] ?? 0);
    if (bytes === 0) return next();
    const note = unfinishedOf(request);
    const refusal = note(bytes);
    if (refusal) {
      note(0);
      refused(refusal);
      return refuse(response, new CodedError(refusal), errors[refusal].status);
    }
    // Of the second of two requests that come at once only the request ends where the client leaves.
    for (const part of [request, response]) part.once('close', () => note(0));
    next();
  });
}

const lengthRequired = new CodedError('bad_request', { message: 'Say how long the request is (Content-Length).' });

function refuse(response: ServerResponse, error: CodedError, status: number): void {
  response
    .writeHead(status, { 'content-type': 'application/json', connection: 'close' })
    .end(JSON.stringify({ error: error.toWire() }));
}
