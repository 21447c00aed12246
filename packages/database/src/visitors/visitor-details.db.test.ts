import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { findConversationSummary } from '../conversations/conversations.ts';
import { createAsked } from '../testing/ended-generations.ts';
import { useTestDatabase } from '../testing/test-database.ts';
import { introduceVisitor, readVisitorDetails } from './visitor-details.ts';

const database = useTestDatabase();
const nothingAsked = { preChat: { name: 'off', email: 'off' } };

it('a visitor may say who they are, piece by piece; agents see where to write to', async () => {
  const mine = await createAsked(database);
  expect(await readVisitorDetails(database, mine)).toEqual({
    identified: false,
    name: null,
    email: null,
    ...nothingAsked,
  });
  await introduceVisitor(database, mine, { email: 'ann@example.org' });
  const ann = { identified: false, name: 'Ann', email: 'ann@example.org', ...nothingAsked };
  expect(await introduceVisitor(database, mine, { name: 'Ann' })).toEqual(ann);
  expect(await findConversationSummary(database, mine.conversationId)).toMatchObject({ contactEmail: ann.email });
});

it('not one whom their site’s server has identified, nor somebody else', async () => {
  const mine = await createAsked(database);
  const { siteId, visitorId } = mine;
  await database.visitor.update({ where: { id: visitorId }, data: { externalId: 'customer-7', name: 'Ann' } });
  const identified = { identified: true, name: 'Ann', email: null, ...nothingAsked };
  expect(await introduceVisitor(database, mine, { name: 'Eve', email: 'eve@evil.example' })).toEqual(identified);
  const other = await createAsked(database);
  const crossed = { siteId: other.siteId, visitorId };
  expect(await introduceVisitor(database, crossed, { name: 'Eve' })).toBeNull();
  expect(await introduceVisitor(database, { siteId, visitorId: randomUUID() }, { name: 'Eve' })).toBeNull();
  expect(await readVisitorDetails(database, mine)).toEqual(identified);
});
