import { GatewayError, toWireError, unavailable } from '../connection/gateway-request.ts';

/** A connection over which nothing has moved for so long is dead, whatever the browser thinks of it. */
const stalledAfterMs = 60_000;

/**
 * Posts a file and tells how far it is, which `fetch` can't.
 * @returns what the gateway answered, as JSON
 * @throws {GatewayError} the gateway's own error, or `unavailable` when there was no answer, also after `signal`
 */
export function sendFile({
  url,
  token,
  file,
  signal,
  onProgress,
  onStall,
  onBreak,
}: {
  url: string;
  token: string;
  file: Blob;
  signal: AbortSignal;
  /** From 0 to 1. */
  onProgress: (progress: number) => void;
  /** It is given up, for nothing of it has moved for a minute, or the gateway has waited for it too long. */
  onStall: () => void;
  /** The connection broke in the middle of it. */
  onBreak: () => void;
}): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const fail = () => reject(new GatewayError(unavailable));
    request.open('POST', url);
    request.responseType = 'json';
    request.setRequestHeader('authorization', `Bearer ${token}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    let timer: ReturnType<typeof setTimeout>;
    let sent = 0;
    const watch = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        onStall();
        request.abort();
      }, stalledAfterMs);
    };
    request.upload.onprogress = ({ loaded, total }) => {
      watch();
      sent = loaded;
      onProgress(total === 0 ? 0 : loaded / total);
    };
    // Where there was none, nothing was sent.
    request.upload.onerror = () => sent && onBreak();
    request.onloadend = () => clearTimeout(timer);
    request.onload = () => {
      const { status, response } = request;
      if (status === 408) onStall();
      if (status === 201) resolve(response);
      // A server before the gateway that takes less than it does says so in a page of its own.
      else if (status === 413 && !response?.error)
        reject(new GatewayError({ code: 'attachment_too_large', message: '' }));
      else reject(new GatewayError(toWireError(response)));
    };
    request.onerror = fail;
    request.onabort = fail;
    signal.addEventListener('abort', () => request.abort(), { once: true });
    if (signal.aborted) fail();
    else {
      request.send(file);
      watch();
    }
  });
}
