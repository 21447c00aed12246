import { spawn } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { vi } from 'vitest';

export interface Post {
  body: string;
  ageSeconds?: number;
  /** What the signature is of, where it is not of the body. */
  signedBody?: string;
  /** What stands in the header, with the signature among it. */
  among?: (signature: string) => string;
}

export interface Signed {
  /** Posts what is signed for the server. */
  post(what: Post): Promise<Response>;
  /** Begins to post, and stops before the end. */
  breakOff(): Promise<void>;
}

/** Runs an example program of the documentation as a server, while `use` posts to it. */
export async function runSignedServer(
  program: { code: string; secretName: string },
  use: (signed: Signed) => Promise<void>,
): Promise<void> {
  const key = randomBytes(32);
  const port = await freePort();
  const running = spawn(process.execPath, ['--input-type=module', '--eval', program.code], {
    env: { ...process.env, PORT: String(port), [program.secretName]: `whsec_${key.toString('base64')}` },
    stdio: 'ignore',
  });
  const post = ({ body, ageSeconds = 0, signedBody = body, among = (signature) => signature }: Post) => {
    const timestamp = Math.floor(Date.now() / 1_000) - ageSeconds;
    const signature = createHmac('sha256', key).update(`a.${timestamp}.${signedBody}`).digest('base64');
    const headers = {
      'webhook-id': 'a',
      'webhook-timestamp': `${timestamp}`,
      'webhook-signature': among(`v1,${signature}`),
    };
    return fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body });
  };
  const breakOff = async () => {
    const socket = connect(port, '127.0.0.1').resume();
    socket.end('POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\n{');
    await once(socket, 'close');
  };
  try {
    await vi.waitFor(() => post({ body: '', among: () => '' }), { timeout: 10_000, interval: 100 });
    await use({ post, breakOff });
  } finally {
    running.kill();
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
