/**
 * Who else is connected to a database, by name and how often.
 *
 * @param {import('pg').Client} client
 * @returns {Promise<string>} empty where nobody is
 */
export async function describeConnected(client) {
  const { rows } = await client.query(
    `SELECT coalesce(nullif(application_name, ''), 'unnamed') AS name, count(*)::int AS count FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
      GROUP BY 1 ORDER BY 1`,
  );
  return rows.map(({ name, count }) => `${name} (${count})`).join(', ');
}
