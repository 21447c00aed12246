/** What another connection, made for that, tells of one that is silent while a query is under way. */
export type Look = Found | NotMade;

interface Found {
  /** Whether a pooler lies between, and the server knows connections by other numbers than we do. */
  pooled: boolean;
  /** The server's process of the silent connection, as `pg_stat_activity` has it; undefined where there is none. */
  process: { state: string | null; waitsFor: string | null } | undefined;
  /** Whether all of the query has left this process. */
  sent: boolean;
}

interface NotMade {
  /** Whether an address was known and tried. */
  tried: boolean;
  /** Whether somebody took the connection there, whatever became of it. */
  reached: boolean;
  code: string | undefined;
}

const unreachable = ['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN'];

/**
 * Whether the silent connection has no other side any more, as far as one look tells: an answer may just be on its way, so
 * it takes two. A query may take as long as it takes, so where nothing can be told the answer is no: a server that refuses
 * (full, starting up) or that is too busy to greet whoever comes lives.
 */
export function looksLost(look: Look): boolean {
  if ('reached' in look) return look.tried && !look.reached && unreachable.includes(look.code ?? '');
  if (look.pooled) return false;
  if (!look.process) return true;
  const { state, waitsFor } = look.process;
  // In the midst of a query it waits for nobody here: of that too much was lost for either to go on.
  const waitsForUs = /^idle/.test(state ?? '') || (state === 'active' && waitsFor === 'Client');
  return waitsForUs && look.sent;
}
