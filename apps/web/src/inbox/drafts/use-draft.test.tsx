// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, expect, test } from 'vitest';
import { clearAdmin, showAdmin } from '../../testing/admin-stage.tsx';
import { drafts } from './drafts.ts';
import { useUnkeptDrafts } from './use-draft.ts';

afterEach(() => {
  clearAdmin();
  drafts.clear();
});

function Inbox() {
  useUnkeptDrafts();
  return null;
}

test('whoever leaves the inbox while a file of a reply is on its way is asked', async () => {
  const asks = () => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
  await showAdmin(<Inbox />, {});
  const file = { key: 'a', name: 'leaf.png', problem: null };
  const attachment = { id: 'a', name: 'leaf.png', type: 'image/png', bytes: 1 } as const;
  const attach = (files: readonly [typeof file & { attachment: typeof attachment | null }]) =>
    act(async () => drafts.change('ada', 'one', (draft) => ({ ...draft, files })));
  expect(asks()).toBe(false);
  await attach([{ ...file, attachment: null }]);
  expect(asks()).toBe(true);
  // The next reload has it again.
  await attach([{ ...file, attachment }]);
  expect(asks()).toBe(false);
});
