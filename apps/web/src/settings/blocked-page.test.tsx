// @vitest-environment jsdom
import type { BlockedCustomer } from '@frontdesk/protocol';
import { act } from 'react';
import { afterEach, expect, test } from 'vitest';
import { UndoProvider } from '../admin/undo-toast.tsx';
import { clearAdmin, showAdmin, site } from '../testing/admin-stage.tsx';
import { BlockedPage } from './blocked-page.tsx';

afterEach(clearAdmin);

const path = `GET sites/${site.id}/blocked-customers`;
const eve: BlockedCustomer = {
  ...{ id: '0192f0c1-0000-7000-8000-00000000e0e0', name: 'Eve', email: 'eve@evil.example' },
  ...{ blockedAt: '2026-03-18T12:00:00.000Z', blockedBy: 'Ada', conversationId: site.id },
};
const nobodyKnown: BlockedCustomer = {
  ...{ id: '0192f0c1-0000-7000-8000-00000000f0f0', name: null, email: null, blockedBy: null, conversationId: null },
  blockedAt: '2026-03-17T12:00:00.000Z',
};

async function show(customers: BlockedCustomer[], role = 'agent') {
  const answers = { 'GET sites': [{ ...site, role }], [path]: { customers, more: false } };
  const sent: unknown[] = [];
  const { page, asked } = await showAdmin(
    <UndoProvider>
      <BlockedPage />
    </UndoProvider>,
    answers,
    (name, body) => {
      if (name.startsWith('PUT')) sent.push([name, body]);
      if (name.startsWith('PUT')) answers[path] = { customers: [nobodyKnown], more: false };
    },
  );
  const press = (label: string) =>
    act(async () =>
      [...page.querySelectorAll('button')]
        .find((one) => (one.getAttribute('aria-label') ?? one.textContent) === label)
        ?.click(),
    );
  return { page, asked, sent, press };
}

test('who is blocked stands there with who did it and when, and with their conversation', async () => {
  const { page } = await show([eve, nobodyKnown]);
  const [first, second] = [...page.querySelectorAll('main li:has(time)')];
  expect(first?.textContent).toMatch(/^Eveeve@evil\.exampleBlocked by Ada · .*2026.* · Conversation/);
  expect(first?.querySelector('a')?.getAttribute('href')).toBe(`/admin?site=${site.id}&conversation=${site.id}`);
  expect(second?.textContent).toMatch(/^Visitor f0f0Blocked · /);
  expect(second?.querySelector('a')).toBeNull();
});

test('whoever answers customers lets one write again, and can take that back', async () => {
  const { page, sent, press } = await show([eve, nobodyKnown]);
  await press('Unblock Eve');
  const block = `PUT sites/${site.id}/visitors/${eve.id}/block`;
  expect(sent).toEqual([[block, { blocked: false }]]);
  expect(page.textContent).toContain('Eve can write again.');
  expect(page.querySelectorAll('main li:has(time)')).toHaveLength(1);
  await press('Undo');
  expect(sent.at(-1)).toEqual([block, { blocked: true }]);
});

test('whoever only looks sees them and lets nobody write', async () => {
  const { page } = await show([eve], 'viewer');
  expect(page.textContent).toContain('Blocked by Ada');
  expect(page.querySelector('main li:has(time) button')).toBeNull();
});

test('where nobody is blocked that is said', async () => {
  const { page } = await show([]);
  expect(page.textContent).toContain('Nobody is blocked');
});
