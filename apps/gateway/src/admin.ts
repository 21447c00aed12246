import { createDatabase, findUser } from '@frontdesk/database';
import { CodedError } from '@frontdesk/protocol';
import { openNoticePublisher } from '@frontdesk/queue';
import { rotateIdentitySecretOf, showIdentitySecretOf } from './identity/operator-secrets.ts';
import { createApiKeyFor, ensureOwner, ensureOwnerByLink, giveNewPassword } from './sign-in/accounts.ts';

const usage = `Usage: admin ensure [--link]
       admin reset-password [e-mail]
       admin api-key create <site key> <name>
       admin identity-secret show <site key>
       admin identity-secret rotate <site key> [hours in which the former still counts]
Needs DATABASE_URL, and SECRET for identity-secret. Prints one line of JSON.`;

/** The operators' commands, for whoever can reach the database. */
async function run(args: readonly string[], databaseUrl: string): Promise<object | null> {
  const database = createDatabase({ url: databaseUrl, maxConnections: 1 });
  try {
    const [command, ...rest] = args;
    if (command === 'ensure' && rest.length === 0) return await ensureOwner(database);
    if (command === 'ensure' && rest.join() === '--link') return await ensureOwnerByLink(database);
    if (command === 'reset-password' && rest.length <= 1) {
      const account = await giveNewPassword(database, rest[0]);
      const user = await findUser(database, account.email);
      if (user) await tellGateways(databaseUrl, user.id);
      return account;
    }
    const [action, siteKey, name] = rest;
    if (command === 'api-key' && action === 'create' && siteKey && name && rest.length === 3) {
      return await createApiKeyFor(database, { siteKey, name });
    }
    if (command === 'identity-secret' && siteKey && rest.length <= 3) {
      const { SECRET: secret, SECRET_PREVIOUS: previous } = process.env;
      if (!secret) return null;
      const installation = { database, secret, previous: previous || undefined };
      if (action === 'show' && name === undefined) return await showIdentitySecretOf(installation, siteKey);
      if (action === 'rotate') return await rotateIdentitySecretOf(installation, siteKey, name);
    }
    return null;
  } finally {
    await database.$disconnect();
  }
}

/** Whoever's sessions have ended loses the sockets too, at once. A gateway that does not hear of it finds out by itself. */
async function tellGateways(databaseUrl: string, userId: string): Promise<void> {
  const notices = openNoticePublisher({ databaseUrl, redisUrl: process.env.REDIS_URL, onError: console.error });
  notices.publish({ kind: 'access', userId });
  // Closing waits for a second at most.
  await notices.close();
}

const databaseUrl = process.env.DATABASE_URL;
try {
  const result = databaseUrl ? await run(process.argv.slice(2), databaseUrl) : null;
  if (result) console.log(JSON.stringify(result));
  else {
    console.error(usage);
    process.exitCode = 2;
  }
} catch (error) {
  console.error(error instanceof CodedError ? error.message : error);
  process.exitCode = 1;
}
