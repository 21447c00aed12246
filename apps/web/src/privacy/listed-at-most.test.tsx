// @vitest-environment jsdom
import { privacyLimits } from '@frontdesk/protocol';
import { act } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { clearAdmin, showAdmin, site, type } from '../testing/admin-stage.tsx';
import { PrivacyPage } from './privacy-page.tsx';

afterEach(clearAdmin);

const at = '2026-03-18T12:00:00.000Z';
const path = `sites/${site.id}`;
const visitors = Array.from({ length: privacyLimits.visitorsShown }, (_, index) => ({
  ...{ id: `0192f0c1-0000-7000-8000-${String(index).padStart(12, '0')}`, name: `Ann ${index}`, email: null },
  ...{ externalId: null, lastSeenAt: at, conversations: 1 },
}));
const counts = { visitors: 1, conversations: 1, messages: 1, files: 0 };
const receipt = { id: 'r', reason: 'request', deletedAt: at, deletedBy: null, counts, workers: [] };
const receipts = Array.from({ length: privacyLimits.receiptsShown }, (_, index) => ({ ...receipt, id: `r${index}` }));

/** Looks for Ann on a page that knows these receipts. */
async function findAnn(found: typeof visitors, known: typeof receipts) {
  HTMLDialogElement.prototype.showModal = vi.fn();
  const { page } = await showAdmin(<PrivacyPage />, {
    [`GET ${path}/privacy`]: { retentionDays: null, receipts: known },
    [`GET ${path}/visitors?search=ann`]: found,
    [`DELETE ${path}/visitors/${found[0]?.id}`]: receipt,
  });
  await type(page.querySelector('input[type=search]'), 'ann');
  const press = (name: string) =>
    act(async () => [...page.querySelectorAll('button')].find((one) => one.textContent === name)?.click());
  await press('Find');
  return { page, press };
}

test('that more customers may match than are listed is said, also once some of them are deleted', async () => {
  const { page, press } = await findAnn(visitors, []);
  expect(page.textContent).toContain('only the 20 who were seen last are listed');
  await press('Delete');
  await press('Delete everything');
  expect(page.querySelectorAll('[aria-label="Customers found"] li')).toHaveLength(visitors.length - 1);
  expect(page.textContent).toContain('only the 20 who were seen last are listed');
});

test('that there are older receipts is said', async () => {
  const { page } = await findAnn([], receipts);
  expect(page.textContent).toContain('The newest 50 are listed.');
});

test('of a whole list nothing is said', async () => {
  const { page } = await findAnn(visitors.slice(1), receipts.slice(1));
  expect(page.textContent).not.toContain('listed');
});
