import { createTransport } from 'nodemailer';
import type { Letter } from './letter.ts';
import { addressIn } from './mail-address.ts';

export interface Mailer {
  /**
   * Resolves when the server has taken the letter.
   * @param id the same for every attempt at the same letter: whoever gets it twice can tell
   * @param signal ends the attempt, and its connection
   * @throws with `responseCode` where the server refused it
   */
  send(letter: Letter & { id: string }, signal: AbortSignal): Promise<void>;
  close(): void;
}

/** Of each of its steps. */
const timeoutMs = 30_000;

/** How the operator's server is spoken to; what stands in the address's query goes before it. */
export function transportOptions(smtpUrl: string) {
  const { protocol, hostname, username } = new URL(smtpUrl);
  const isHere = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/i.test(hostname);
  return {
    url: smtpUrl,
    ...{ connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs },
    // Who stands between could leave the offer of encryption out, and read the password.
    requireTLS: protocol === 'smtp:' && username !== '' && !isHere,
    // Nothing of ours names a file or an address to fetch.
    ...{ disableFileAccess: true, disableUrlAccess: true },
  };
}

/** Sends by a server of the operator's. @param from an address, with or without a name */
export function createMailer({ smtpUrl, from }: { smtpUrl: string; from: string }): Mailer {
  const transport = createTransport(transportOptions(smtpUrl));
  const address = addressIn(from);
  const host = address.slice(address.indexOf('@') + 1);
  return {
    async send({ id, sender, ...letter }, signal) {
      await transport.sendMail({
        ...letter,
        signal,
        // An object, so that nothing in it is read as a list of addresses.
        to: { name: '', address: letter.to },
        from: { name: sender, address },
        messageId: `<${id}@${host}>`,
        headers: {
          // No holiday reply, no bounce of a bounce.
          'Auto-Submitted': 'auto-generated',
          'X-Auto-Response-Suppress': 'All',
        },
      });
    },
    close: () => transport.close(),
  };
}
