import { quoted } from './schema.mjs';

/**
 * What roles other than the owner may do with the product's tables: a table that is made anew has nothing of it.
 *
 * @typedef {object} Grant
 * @property {string} table
 * @property {string} statement
 *
 * @param {import('pg').Client} client
 * @returns {Promise<Grant[]>}
 */
export async function readGrants(client) {
  const { rows } = await client.query(`
    SELECT relname AS table, format('GRANT %s ON %I TO %s%s', privilege_type, relname,
             CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END,
             CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END) AS statement
      FROM pg_class, aclexplode(relacl)
     WHERE relnamespace = to_regnamespace('public') AND relkind = 'r' AND grantee <> relowner`);
  return rows;
}

/**
 * Says it again of the tables that are there.
 *
 * @param {import('pg').Client} client
 * @param {readonly Grant[]} grants
 */
export async function grantAgain(client, grants) {
  for (const { table, statement } of grants) {
    const { rows } = await client.query('SELECT to_regclass($1) AS name', [`public.${quoted(table)}`]);
    if (rows[0].name !== null) await client.query(statement);
  }
}
