import { join } from 'node:path';
import { repository } from '../repository.mjs';
import { runCommand, runTypeScript } from './command.mjs';

/** Puts the demo sites into the database of an installation that starts for the first time. */
export async function seed(databaseUrl) {
  await runTypeScript('prisma/seed.ts', [], { env: { DATABASE_URL: databaseUrl } });
}

/**
 * Makes the first admin account, where there is none.
 *
 * @param {{ databaseUrl: string, secret: string }} access
 * @returns {Promise<{ email: string, password: string | null }>} the password only when the account was made now
 */
export async function ensureAdmin(access) {
  return JSON.parse((await runAdmin(['ensure'], access)).split('\n').at(-1));
}

/**
 * An account in words, with the password where it was made now: to be told at once, since nobody can read it again.
 *
 * @param {{ email: string, password: string | null }} account
 */
export function describeAccount({ email, password }) {
  return password ? `${email}, password ${password}` : email;
}

/**
 * Makes the first admin account, where there is none, without a password: where others read what is told, as a container's log.
 *
 * @param {{ databaseUrl: string, secret: string }} access
 * @param {string} [publicUrl] where the installation is reached
 * @returns {Promise<string>} the account in words, with the link by which its password is chosen, until one is
 */
export async function ensureAdminByLink(access, publicUrl) {
  const { email, token } = JSON.parse((await runAdmin(['ensure', '--link'], access)).split('\n').at(-1));
  if (!token) return email;
  // Behind the #: browsers send it to nobody.
  const link = new URL(`/admin/new-password#${token}`, publicUrl || 'http://localhost:3000');
  return `${email}, whose password is chosen within a day, once, at ${link}`;
}

/**
 * The secret with which the demo shop's server says who its customers are, as any site's server does.
 *
 * @param {{ databaseUrl: string, secret: string }} access
 * @returns {Promise<string | undefined>} undefined where the demo site is gone: its shop has no accounts then
 */
export async function demoIdentitySecret(access) {
  try {
    return JSON.parse((await runAdmin(['identity-secret', 'show', 'demo'], access)).split('\n').at(-1)).secret;
  } catch {
    return undefined;
  }
}

/** Runs the gateway's program for operators; its output is one JSON line. */
export function runAdmin(args, { databaseUrl, secret }) {
  return runCommand(process.execPath, [join(repository, 'apps/gateway/dist/admin.js'), ...args], {
    title: `admin ${args[0]}`,
    explainsItself: true,
    env: { DATABASE_URL: databaseUrl, SECRET: secret },
  });
}
