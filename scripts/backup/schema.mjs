/** Whatever the server's own settings are, COPY writes and reads the same text. */
export const textSettings = `SET LOCAL client_encoding = 'UTF8'; SET LOCAL datestyle = 'ISO, YMD';
  SET LOCAL intervalstyle = 'postgres'; SET LOCAL extra_float_digits = 1`;

/**
 * The product's tables with their columns, without those that are computed.
 *
 * @param {import('pg').Client} client
 * @returns {Promise<{ name: string, columns: string[] }[]>} by name
 */
export async function readTables(client) {
  const { rows } = await client.query(`
    SELECT class.relname AS name, array_agg(attname::text ORDER BY attnum) AS columns
      FROM pg_class class JOIN pg_attribute ON attrelid = class.oid
     WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
       AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
     GROUP BY class.relname ORDER BY class.relname`);
  return rows;
}

/**
 * @param {import('pg').Client} client
 * @returns {Promise<{ drop: string, add: string }[]>} statements for each foreign key
 */
export async function readForeignKeys(client) {
  const { rows } = await client.query(`
    SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop,
           format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS add
      FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace`);
  return rows;
}

/**
 * @param {string} table
 * @param {readonly string[]} columns
 * @param {'TO STDOUT' | 'FROM STDIN'} direction
 */
export function copyStatement(table, columns, direction) {
  return `COPY ${quoted(table)} (${columns.map(quoted).join(', ')}) ${direction}`;
}

/** A name as SQL takes it. */
export const quoted = (name) => `"${name.replaceAll('"', '""')}"`;
