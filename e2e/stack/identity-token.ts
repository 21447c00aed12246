import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Stack } from './stack.ts';

const admin = join(import.meta.dirname, '../../apps/gateway/dist/admin.js');

/** A site's identity secret, as its operator is told. */
export async function identitySecretOf({ databaseUrl, secret }: Stack, siteKey: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [admin, 'identity-secret', 'show', siteKey], {
    env: { ...process.env, DATABASE_URL: databaseUrl, SECRET: secret },
  });
  return JSON.parse(stdout).secret;
}

/** Says who a customer is, as a site's server does: by hand, so that nothing of ours is on both sides. */
export function identityToken(secret: string, claims: Record<string, unknown>): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ exp: Math.floor(Date.now() / 1_000) + 300, ...claims })}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
