const added = /ALTER TYPE ("\w+") ADD VALUE ('\w+');/g;
const made = /CREATE TYPE ("\w+") AS ENUM \(([^)]*)\)/g;

/**
 * Migrations that are to run in one transaction: each enum is made with all values that they give it. Before PostgreSQL 17 none may be
 * used in the transaction that adds it.
 *
 * @param {readonly string[]} migrations
 */
export function withWholeEnums(migrations) {
  const later = [...migrations.join('\n').matchAll(added)];
  const valuesOf = (type, first) =>
    [first, ...later.flatMap(([, of, value]) => (of === type ? [value] : []))].join(', ');
  return migrations.map((sql) =>
    sql.replace(added, '').replace(made, (_, type, first) => `CREATE TYPE ${type} AS ENUM (${valuesOf(type, first)})`),
  );
}
