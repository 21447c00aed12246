import { randomUUID } from 'node:crypto';
import { CodedError } from '@frontdesk/protocol';
import { afterAll, expect, it } from 'vitest';
import { createDatabase } from '../connection/client.ts';
import { openConnections, untilWaiting } from '../testing/until-waiting.ts';
import { changeAccount } from './users.ts';

const database = createDatabase({ url: process.env.TEST_DATABASE_URL ?? '' });
afterAll(() => database.$disconnect());

async function newAccount() {
  const userId = randomUUID();
  const email = `${userId}@frontdesk.test`;
  await database.user.create({ data: { id: userId, name: 'Ada', email } });
  return { userId, email, name: 'Ada' };
}

it('of two who take the same address at once one is told that it is taken', async () => {
  const [ada, bob] = [await newAccount(), await newAccount()];
  const email = `${randomUUID()}@frontdesk.test`;
  await openConnections(database);
  let refused: Promise<unknown> | undefined;
  await database.$transaction(
    async (transaction) => {
      await transaction.user.update({ where: { id: ada.userId }, data: { email } });
      refused = expect(changeAccount(database, bob, { name: 'Bob', email })).rejects.toThrow(
        new CodedError('email_taken'),
      );
      await untilWaiting(transaction, 1);
    },
    { timeout: 30_000 },
  );
  await refused;
  expect(await database.user.findUnique({ where: { id: bob.userId } })).toMatchObject({
    name: 'Ada',
    email: bob.email,
  });
  await changeAccount(database, ada, { name: 'Ada', email: ada.email });
  await changeAccount(database, bob, { name: 'Bob', email });
  expect(await database.user.findUnique({ where: { email } })).toMatchObject({ id: bob.userId, name: 'Bob' });
});
