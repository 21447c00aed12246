/** So often a statement comes before the server is asked to keep it. */
const timesBefore = 20;
/** A statement that has come so many times as often as when it was named is named, and so planned, anew. */
const renewedAfter = 8;
/** The server keeps each with its plan for each connection: some 50 KB. */
const mostNames = 150;
/** Statements whose text depends on how much is asked for never end. */
const mostCounted = 1_000;

/** Statements that write or lock, and Prisma's own: they go by keys, whatever these are. */
const goesByKeys = /\b(INSERT|UPDATE|DELETE)\b|^SELECT "public"\./;

interface Named {
  name: string;
  count: number;
  renewAt: number;
}

/**
 * Names the statements that come again and again and go by keys: PostgreSQL parses and plans a named one once for a
 * connection, which is a third of the time of a message's. Other reads, such as lists and analytics, are planned for their
 * values each time: a plan for any values takes some of them twice as long. A plan is for tables of the size that they had: in
 * one that was empty all rows are looked at, and still are when there are many. So a name does not last while the tables grow.
 * @returns for the adapter: a statement's name, empty for none; of one process, since a name means one statement
 */
export function statementNames(): (query: { sql: string }) => string {
  const named = new Map<string, Named>();
  const counts = new Map<string, number>();
  let names = 0;
  const give = (sql: string, count: number): string => {
    const name = `frontdesk_${names}`;
    names += 1;
    named.set(sql, { name, count, renewAt: count * renewedAfter });
    return name;
  };
  return ({ sql }) => {
    const known = named.get(sql);
    if (known) {
      known.count += 1;
      return known.count >= known.renewAt && names < mostNames ? give(sql, known.count) : known.name;
    }
    if (names >= mostNames || !goesByKeys.test(sql)) return '';
    const count = (counts.get(sql) ?? 0) + 1;
    if (count > timesBefore) {
      counts.delete(sql);
      return give(sql, count);
    }
    if (counts.size >= mostCounted) counts.clear();
    counts.set(sql, count);
    return '';
  };
}
