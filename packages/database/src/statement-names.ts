/** So often a statement comes before the server is asked to keep it. */
const timesBefore = 20;
/** The server keeps each with its plan for each connection: some 50 KB. */
const mostNames = 150;
/** Statements whose text depends on how much is asked for never end. */
const mostCounted = 1_000;

/** Statements that write or lock, and Prisma's own: they go by keys, whatever these are. */
const goesByKeys = /\b(INSERT|UPDATE|DELETE)\b|^SELECT "public"\./;

/**
 * Names the statements that come again and again and go by keys: PostgreSQL parses and plans a named one once for a
 * connection, which is a third of the time of a message's. Other reads, such as lists and analytics, are planned for their
 * values each time: a plan for any values takes some of them twice as long.
 * @returns for the adapter: a statement's name, empty for none; of one process, since a name means one statement
 */
export function statementNames(): (query: { sql: string }) => string {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  return ({ sql }) => {
    const name = names.get(sql);
    if (name !== undefined || names.size >= mostNames || !goesByKeys.test(sql)) return name ?? '';
    const count = (counts.get(sql) ?? 0) + 1;
    if (count <= timesBefore) {
      if (counts.size >= mostCounted) counts.clear();
      counts.set(sql, count);
      return '';
    }
    counts.delete(sql);
    const given = `frontdesk_${names.size}`;
    names.set(sql, given);
    return given;
  };
}
