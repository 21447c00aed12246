import type { ClientBase } from 'pg';

/** Longer than any of our transactions is silent between two statements: they end sooner, or are at a statement. */
const idleInTransactionMs = 90_000;

/**
 * Has the server itself end a session whose process has vanished without a word, and with it the locks that its transaction holds:
 * by its own settings it would try for two hours. The host that is gone is missed after 25 s; a process that hangs while its host
 * answers, by its transaction, which does nothing. Statements, as poolers refuse settings that come with the connection.
 * @param ofConnected must have connected
 */
export async function limitSession(
  ofConnected: ClientBase,
  { idleMs = idleInTransactionMs }: { idleMs?: number } = {},
): Promise<void> {
  await ofConnected.query(
    `SET idle_in_transaction_session_timeout = ${idleMs};
     SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3`,
  );
}
