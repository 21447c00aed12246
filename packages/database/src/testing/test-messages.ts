import { randomUUID } from 'node:crypto';
import type { Database } from '../connection/client.ts';
import { acceptMessages, type NewMessage, type StoredMessage } from '../messages/messages.ts';

type Fields = Pick<NewMessage, 'siteId' | 'visitorId'> & Partial<NewMessage>;

/** What a visitor writes: "Hello", just now, which may be answered for a minute, unless told otherwise. */
export const testMessage = (fields: Fields): NewMessage => ({
  ...{ clientMessageId: randomUUID(), text: 'Hello' },
  ...{ receivedAt: new Date(), deadlineAt: new Date(Date.now() + 60_000) },
  ...fields,
});

/** Stores a {@link testMessage} as gateways do, alone. @throws what `acceptMessages` refuses it with */
export async function acceptMessage(database: Database, fields: Fields): Promise<StoredMessage> {
  const [outcome] = await acceptMessages(database, [testMessage(fields)]);
  if (outcome?.status === 'fulfilled') return outcome.value;
  throw outcome?.reason;
}
