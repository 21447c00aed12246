import { visitorTokenResponse } from '@frontdesk/protocol';
import * as z from 'zod/mini';
import { type ChatStorage, readStored } from '../storage/chat-storage.ts';
import { GatewayError, postToGateway } from './gateway-request.ts';

/** Gives a ticket that was not used before. @throws {GatewayError} when the gateway grants none. */
export type TicketSource = () => Promise<string>;

export interface VisitorCredentials {
  /** The visitor's token: the kept one while it is valid, else a new one for a ticket. @throws {GatewayError} */
  token(): Promise<string>;
  /**
   * The gateway refused this token: the next call of `token` gets a new one. One that another tab has kept since stays, too.
   * @returns false when another one has come since, which stays
   */
  forget(refused: string | null): boolean;
  /** Who was here is gone: what still comes for them is not stored. */
  close(): void;
  /** Null before the first token. */
  visitorId(): string | null;
}

const kept = z.object({ visitorToken: z.string(), visitorId: z.string(), expiresAt: z.string() });
/**
 * A token that ends within this time is exchanged while it still keeps its visitor. New ones live for 180 days: a browser does
 * so once a month at most, and whoever comes back within five months keeps what was said. One that never lasted so long keeps
 * nobody: it is of who was named by somebody else, and good until the gateway refuses it.
 */
const renewBeforeMs = 150 * 24 * 60 * 60 * 1000;

/** Where a storage holds the visitor's token. */
export const visitorKey = (siteKey: string): string => `frontdesk:${siteKey}:visitor`;

export function createVisitorCredentials(options: {
  gatewayUrl: string;
  siteKey: string;
  getTicket: TicketSource;
  storage: ChatStorage;
  /**
   * The tickets name a customer. Their token is stored nowhere: the page says again who they are. One that the storage has is
   * of before they were known; it is given back, so that what was said with it becomes theirs.
   */
  identified?: boolean | undefined;
  /** The first ticket is for the visitor of a letter, whom the storage has from then on. */
  resumed?: boolean | undefined;
}): VisitorCredentials {
  const { gatewayUrl, storage, getTicket, identified = false, resumed = false } = options;
  const key = visitorKey(options.siteKey);
  let current = identified || resumed ? null : readKept(storage, key);
  /** On its way; two at once would be two visitors. */
  let coming: Promise<string> | null = null;
  let brief = false;
  let closed = false;

  async function exchange(): Promise<string> {
    const held = current ?? (resumed ? null : readKept(storage, key));
    const old = held !== null && Date.parse(held.expiresAt) > Date.now() ? held.visitorToken : undefined;
    const ask = async () =>
      postToGateway(
        `${gatewayUrl}/v1/visitor-tokens`,
        { ticket: await getTicket(), ...(old === undefined ? {} : { visitorToken: old }) },
        visitorTokenResponse,
      );
    current = await ask().catch((error: unknown) => {
      // The first ticket may be older than its five minutes: the loader got it when the host page was opened.
      if (!closed && error instanceof GatewayError && error.wire.code === 'ticket_invalid') return ask();
      throw error;
    });
    brief = !lastsOn(current);
    if (closed) return current.visitorToken;
    if (identified) storage.remove(key);
    else storage.set(key, JSON.stringify(current));
    return current.visitorToken;
  }

  return {
    async token() {
      if (current !== null && (brief || lastsOn(current))) return current.visitorToken;
      coming ??= exchange().finally(() => {
        coming = null;
      });
      return coming;
    },
    forget(refused) {
      if (current?.visitorToken !== refused) return false;
      current = null;
      if (readKept(storage, key)?.visitorToken === refused) storage.remove(key);
      return true;
    },
    close() {
      closed = true;
    },
    visitorId: () => current?.visitorId ?? null,
  };
}

const lastsOn = ({ expiresAt }: { expiresAt: string }): boolean => Date.parse(expiresAt) - Date.now() > renewBeforeMs;

/** What a storage holds under {@link visitorKey}. */
export const readKept = (storage: ChatStorage, key: string) => readStored(storage, key, kept);
