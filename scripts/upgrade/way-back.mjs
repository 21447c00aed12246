import { dirname } from 'node:path';

/**
 * How what was backed up comes back, in words: with the command that reaches the database which was backed up.
 *
 * @param {string} file
 * @param {Record<string, string | undefined>} [env]
 */
export function wayBack(file, env = process.env) {
  return `To go back: stop everything, fetch the version before, and ${restoreCommand(file, env)}.`;
}

function restoreCommand(file, env) {
  // In the image: there is no npm on the machine outside of it, and the address is the container's.
  if (env.FRONTDESK_IMAGE) {
    const folder = dirname(file);
    // What the folder is called outside is not known in here.
    return `\`docker compose build && docker compose run --rm --volume …:${folder} ${env.FRONTDESK_IMAGE} node scripts/run.mjs restore ${quoted(file)} --force\`, with the folder that you gave as ${folder} in place of the …`;
  }
  // Without the address it would go into the database that Frontdesk brings along. The address has a password in it.
  return `\`${env.DATABASE_URL ? 'DATABASE_URL=… ' : ''}npm run restore -- ${quoted(file)} --force\``;
}

/** As a shell takes it for one word. */
function quoted(path) {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
