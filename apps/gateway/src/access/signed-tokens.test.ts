import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { createSignedTokens } from './signed-tokens.ts';

const secret = 'a secret of the tests, longer than 32 characters';
const tokens = createSignedTokens(secret);
const site = randomUUID();
const visitor = randomUUID();

/** A visitor token made by hand. */
function forge({ key = secret, expiresIn = '1h', alg = 'HS256', claims = { site, visitor } as object } = {}) {
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg })
    .setAudience('visitor')
    .setExpirationTime(expiresIn)
    .sign(new TextEncoder().encode(key));
}

describe('visitor tokens', () => {
  test('give back what was signed', async () => {
    const { token } = await tokens.signVisitor({ site, visitor });
    expect(await tokens.readVisitor(token)).toEqual({ site, visitor });
  });

  test('made by hand with the secret are good, so that the refusals below are for their own reason', async () => {
    expect(await tokens.readVisitor(await forge())).toEqual({ site, visitor });
  });

  test('an expired one is told apart', async () => {
    await expect(tokens.readVisitor(await forge({ expiresIn: '-1s' }))).rejects.toMatchObject({
      code: 'token_expired',
    });
  });

  test.each([
    ['signed with another secret', () => forge({ key: 'another secret, also longer than 32 characters' })],
    ['signed by another algorithm', () => forge({ alg: 'HS512' })],
    ['with claims of the wrong kind', () => forge({ claims: { site, visitor: 7 } })],
    ['a ticket', async () => (await tokens.signTicket({ site, origin: 'https://shop.example' })).token],
    ['rubbish', async () => 'rubbish'],
    ['unsigned', async () => `${btoa('{"alg":"none"}')}.${btoa(JSON.stringify({ site, visitor }))}.`],
  ])('%s is refused', async (_, make) => {
    await expect(tokens.readVisitor(await make())).rejects.toMatchObject({ code: 'token_invalid' });
  });

  test('one changed byte is noticed', async () => {
    const { token } = await tokens.signVisitor({ site, visitor });
    const [header, , signature] = token.split('.');
    const other = Buffer.from(JSON.stringify({ site, visitor: randomUUID(), aud: 'visitor', exp: 9e9 }));
    const changed = [header, other.toString('base64url'), signature].join('.');
    await expect(tokens.readVisitor(changed)).rejects.toMatchObject({ code: 'token_invalid' });
  });
});

test('a visitor token is no ticket', async () => {
  const { token } = await tokens.signVisitor({ site, visitor });
  await expect(tokens.readTicket(token)).rejects.toMatchObject({ code: 'ticket_invalid' });
});
