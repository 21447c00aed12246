import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { useTestDatabase } from '../testing/test-database.ts';
import { newSite } from '../testing/test-site.ts';
import { countLetter, forgetLettersOfAddresses } from './letter-limits.ts';

const database = useTestDatabase();

const key = randomBytes(32);
const anew = async () => true;
const newLetter = async (siteLetters = 100) => ({
  ...{ siteId: await newSite(database), siteLetters, proved: false, key },
  email: `${randomUUID()}@example.org`,
});
const lettersOf = async (siteId: string) =>
  (await database.siteDayUsage.findFirst({ where: { siteId } }))?.letters ?? 0;

it('lets a site send so many a day, and no more', async () => {
  const letter = await newLetter(2);
  const send = () => countLetter(database, { ...letter, email: `${randomUUID()}@example.org` }, anew);
  const all = await Promise.all([send(), send(), send()]);
  expect(all.toSorted()).toEqual(['site', null, null].toSorted());
  expect(await send()).toBe('site');
  await database.siteDayUsage.updateMany({
    where: { siteId: letter.siteId },
    data: { day: new Date(Date.now() - 86_400_000) },
  });
  expect(await send()).toBeNull();
});

it('lets five a day go to an address that nobody has proved, from whatever sites, however it is written', async () => {
  const { email } = await newLetter();
  const [box, host] = email.split('@');
  const writings = [email, email.toUpperCase(), `${box}+a@${host}`, `${box}+b@${host}`, ` ${email}`, email];
  const sent: unknown[] = [];
  let last = '';
  for (const written of writings) {
    const letter = { ...(await newLetter()), email: written };
    last = letter.siteId;
    sent.push(await countLetter(database, letter, anew));
  }
  expect(sent).toEqual([null, null, null, null, null, 'address']);
  expect(await lettersOf(last)).toBe(0);
  expect(await countLetter(database, { ...(await newLetter()), email, proved: true }, anew)).toBeNull();
  const kept = await database.addressDayLetters.findMany();
  expect(JSON.stringify(kept)).not.toContain(box);
  // Nor does it show who tries addresses one by one, but by the key.
  const tried = createHash('sha256').update(email).digest('hex');
  expect(kept.map(({ address }) => Buffer.from(address).toString('hex'))).not.toContain(tried);
});

it('counts for nobody what is beyond a limit of another, or was counted before', async () => {
  const full = await newLetter(1);
  await countLetter(database, full, anew);
  const { email } = await newLetter();
  for (let tries = 0; tries < 6; tries += 1) expect(await countLetter(database, { ...full, email }, anew)).toBe('site');
  const other = await newLetter();
  expect(await countLetter(database, { ...other, email }, anew)).toBeNull();
  expect(await countLetter(database, { ...other, email }, async () => false)).toBeNull();
  expect(await lettersOf(other.siteId)).toBe(1);
});

it('keeps no day that is over', async () => {
  const letter = await newLetter();
  await countLetter(database, letter, anew);
  await database.addressDayLetters.updateMany({ data: { day: new Date(Date.now() - 86_400_000) } });
  await forgetLettersOfAddresses(database);
  expect(await database.addressDayLetters.count()).toBe(0);
  await countLetter(database, letter, anew);
  await forgetLettersOfAddresses(database);
  expect(await database.addressDayLetters.count()).toBe(1);
});
