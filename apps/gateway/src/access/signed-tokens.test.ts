import { randomUUID } from 'node:crypto';
import { decodeJwt, SignJWT } from 'jose';
import { afterEach, describe, expect, test, vi } from 'vitest';
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
    const { token, expiresAt } = await tokens.signVisitor({ site, visitor });
    expect(await tokens.readVisitor(token)).toEqual({ site, visitor, expiresAt });
  });

  test('made by hand with the secret are good, so that the refusals below are for their own reason', async () => {
    expect(await tokens.readVisitor(await forge())).toMatchObject({ site, visitor });
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

test('what was signed with the secret before is read where it is known, and nothing is signed with it', async () => {
  const before = 'the secret before, also longer than 32 characters';
  const both = createSignedTokens(secret, before);
  const { token, expiresAt } = await createSignedTokens(before).signVisitor({ site, visitor });
  expect(await both.readVisitor(token)).toEqual({ site, visitor, expiresAt });
  await expect(both.readTicket(token)).rejects.toMatchObject({ code: 'ticket_invalid' });
  const expired = await forge({ key: before, expiresIn: '-1s' });
  await expect(both.readVisitor(expired)).rejects.toMatchObject({ code: 'token_expired' });
  const foreign = await forge({ key: 'another secret, also longer than 32 characters' });
  await expect(both.readVisitor(foreign)).rejects.toMatchObject({ code: 'token_invalid' });
  expect(await tokens.readVisitor((await both.signVisitor({ site, visitor })).token)).toMatchObject({ visitor });
});

test('a token ends when it has to, and never later than its kind does', async () => {
  const until = (ms: number) => tokens.signVisitor({ site, visitor }, new Date(Date.now() + ms));
  const { token, expiresAt } = await until(minuteMs);
  expect(Math.abs(expiresAt.getTime() - Date.now() - minuteMs)).toBeLessThanOrEqual(1_000);
  expect(decodeJwt(token).exp).toBe(expiresAt.getTime() / 1_000);
  expect((await until(200 * dayMs)).expiresAt.getTime()).toBeLessThanOrEqual(Date.now() + 180 * dayMs);
});

test('a ticket tells when it ends', async () => {
  const { token, expiresAt } = await tokens.signTicket({ site, origin });
  expect(await tokens.readTicket(token)).toEqual({ site, origin, expiresAt });
});

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const origin = 'https://shop.example';
const attachment = randomUUID();
const kinds = {
  ticket: { lifeMs: 5 * minuteMs, sign: () => tokens.signTicket({ site, origin }), read: tokens.readTicket },
  visitor: { lifeMs: 180 * dayMs, sign: () => tokens.signVisitor({ site, visitor }), read: tokens.readVisitor },
  resumption: { lifeMs: 14 * dayMs, sign: () => tokens.signResumption({ site, visitor }), read: tokens.readResumption },
  attachment: {
    lifeMs: 15 * minuteMs,
    sign: () => tokens.signAttachment({ site, attachment }),
    read: tokens.readAttachment,
  },
};
const names = Object.keys(kinds) as (keyof typeof kinds)[];

describe.each(names)('what is signed as %s', (name) => {
  const { lifeMs, sign, read } = kinds[name];
  afterEach(() => vi.useRealTimers());

  test('lives so long, is good to its end, and then is told apart', async () => {
    const { token, expiresAt } = await sign();
    const { iat = 0, exp = 0 } = decodeJwt(token);
    // Whole seconds, as the token carries them.
    expect(Math.abs(exp - iat - lifeMs / 1_000)).toBeLessThanOrEqual(1);
    expect(expiresAt.getTime()).toBe(exp * 1_000);
    vi.useFakeTimers({ toFake: ['Date'], now: expiresAt.getTime() - 1_000 });
    expect(await read(token)).toMatchObject({ site });
    vi.setSystemTime(expiresAt);
    // Whoever has a ticket asks for another one, whatever is wrong with theirs.
    await expect(read(token)).rejects.toMatchObject({ code: name === 'ticket' ? 'ticket_invalid' : 'token_expired' });
  });

  test.each(names.filter((other) => other !== name))('is refused as %s', async (other) => {
    const { token } = await sign();
    const code = other === 'ticket' ? 'ticket_invalid' : 'token_invalid';
    // For its audience: what lacks a claim would be refused for that, and two kinds have the same claims.
    await expect(kinds[other].read(token)).rejects.toMatchObject({
      code,
      cause: { code: 'ERR_JWT_CLAIM_VALIDATION_FAILED', claim: 'aud' },
    });
  });
});
