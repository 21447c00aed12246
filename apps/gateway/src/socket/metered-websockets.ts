import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws';
import type { NoteUnfinished, Refusal } from './unfinished-bytes.ts';

/** What a piece of a message takes in memory beside its bytes; it may be a single one. */
const pieceBytes = 600;
/** Each is an object of its own, of which nothing tells. No client of ours sends any; browsers do, of some tens of KiB. */
const fragmentsAtMost = 256;
/** Of RFC 6455: 1009 is "message too big"; 1013, registered later, "try again later". */
const closeCodes: Record<Refusal, number> = { request_too_large: 1009, rate_limited: 1013, unavailable: 1013 };
/** So long a client has to read why it is refused. */
const partingMs = 1_000;

/** The server of WebSockets for Engine.IO's `wsEngine`, each of which notes what it has sent and not finished. */
export function meteredWebSockets(
  unfinishedOf: (request: IncomingMessage) => NoteUnfinished,
  refused: (code: Refusal) => void,
): new (
  options?: ServerOptions,
) => WebSocketServer {
  return class extends WebSocketServer {
    constructor(options?: ServerOptions) {
      super({ ...options, maxFragments: fragmentsAtMost });
    }

    override handleUpgrade(
      request: IncomingMessage,
      socket: Duplex,
      head: Buffer,
      done: (webSocket: WebSocket, request: IncomingMessage) => void,
    ): void {
      super.handleUpgrade(request, socket, head, (webSocket) => {
        meter(webSocket, socket, unfinishedOf(request), refused);
        done(webSocket, request);
      });
    }
  };
}

/**
 * Counts what comes in since the last message ended, and closes with a code where that is too much. The piece in which one ended counts
 * as a whole until the next one comes: what it has of another message nobody tells.
 */
function meter(webSocket: WebSocket, socket: Duplex, note: NoteUnfinished, refused: (code: Refusal) => void): void {
  let bytes = 0;
  let hasEnded = false;
  const count = (piece: Buffer) => {
    // The WebSocket was given the same piece before, and has told of the messages that end in it.
    bytes = (hasEnded ? 0 : bytes) + piece.length + pieceBytes;
    hasEnded = false;
    const refusal = note(bytes);
    if (!refusal) return;
    socket.off('data', count);
    refused(refusal);
    close(webSocket, refusal);
  };
  const stop = () => {
    socket.off('data', count);
    note(0);
  };
  webSocket.on('message', () => {
    hasEnded = true;
  });
  // After an error nothing of what comes is kept, but what has come is until it is closed: by a client that wants it so, late.
  webSocket.once('error', () => {
    socket.off('data', count);
    endSoon(webSocket);
  });
  webSocket.once('close', stop);
  socket.on('data', count);
}

/** Reads nothing more: by itself it would take the rest of the message, until the client closes too. */
function close(webSocket: WebSocket, refusal: Refusal): void {
  webSocket.pause();
  webSocket.close(closeCodes[refusal], refusal);
  endSoon(webSocket);
}

function endSoon(webSocket: WebSocket): void {
  setTimeout(() => webSocket.terminate(), partingMs).unref();
}
