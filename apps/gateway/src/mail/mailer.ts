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

/** Sends by a server of the operator's. @param from an address, with or without a name */
export function createMailer({ smtpUrl, from }: { smtpUrl: string; from: string }): Mailer {
  const transport = createTransport(smtpUrl, {
    ...{ connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs },
    // Nothing of ours names a file or an address to fetch.
    ...{ disableFileAccess: true, disableUrlAccess: true },
  });
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
