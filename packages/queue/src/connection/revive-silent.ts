import type { Redis } from 'ioredis';

const everyMs = 5_000;

/**
 * Asks the server every `everyMs` whether it still answers, and connects anew where it did not until the next time: of a
 * connection that died silently with commands under way, the system says so after a quarter of an hour. Not for a client that
 * listens or that waits for jobs, which sends nothing: keep-alive finds those.
 */
export function reviveWhenSilent(client: Redis): Redis {
  let isAsked = false;
  const ask = () => {
    if (client.status !== 'ready') isAsked = false;
    else if (isAsked) client.disconnect(true);
    else {
      isAsked = true;
      // One that fails with its connection, or is given up, is no answer.
      client.ping().then(
        () => {
          isAsked = false;
        },
        () => {},
      );
    }
  };
  const timer = setInterval(ask, everyMs).unref();
  return client.on('end', () => clearInterval(timer));
}
