// @vitest-environment jsdom
import type { ConversationState, ConversationSummary } from '@frontdesk/protocol';
import { afterEach, expect, test } from 'vitest';
import { clearAdmin, showAdmin, site } from '../../testing/admin-stage.tsx';
import { ConversationRow } from './conversation-row.tsx';

afterEach(clearAdmin);

const at = '2026-03-18T12:00:00.000Z';
const olaf = { id: 'olaf', name: 'Olaf Owner' };

async function show(told: Partial<ConversationSummary>, agentId: string | null = 'ada', chosen: boolean | null = null) {
  const conversation: ConversationSummary = {
    ...{ conversationId: 'one', siteId: site.id, siteName: site.name, visitorId: 'ann', visitorName: 'Ann' },
    ...{ createdAt: at, lastActivityAt: at, messageCount: 1, lastText: 'hello', lastRole: 'visitor' },
    ...{ generationState: null, state: 'waiting_for_person' },
    ...told,
  };
  const { page } = await showAdmin(
    <ConversationRow
      {...{ conversation, agentId, selected: false, nowMs: Date.parse(at), namesSite: false, onSelect: () => {} }}
      {...{ chosen, choosing: false, onChoose: () => {} }}
    />,
    {},
  );
  return page;
}
const textOf = async (...told: Parameters<typeof show>) => (await show(...told)).textContent;

test.each<[ConversationState, string]>([
  ['waiting_for_person', 'for Olaf Owner'],
  ['snoozed', 'for Olaf Owner'],
  ['bot', 'for Olaf Owner'],
  // Its badge names them.
  ['with_person', 'Olaf Owner'],
])('what is %s says whose it is, where it is somebody else’s', async (state, text) => {
  const shown = await textOf({ state, assignee: olaf });
  expect(shown?.match(/(for )?Olaf Owner/g)).toEqual([text]);
});

test.each<[string, Partial<ConversationSummary>, string | null]>([
  ['the reader’s own', { assignee: olaf }, 'olaf'],
  ['nobody’s', { assignee: null }, 'ada'],
  ['done', { state: 'resolved', assignee: olaf }, 'ada'],
  ['somebody’s, of whom nobody knows yet whether they look', { assignee: olaf }, null],
])('what is %s names nobody', async (_what, told, agentId) => {
  expect(await textOf(told, agentId)).not.toMatch(/for |Olaf/);
});

test('what is for somebody whose account was deleted a moment ago is for a former colleague', async () => {
  expect(await textOf({ assignee: { id: 'gone', name: '' } })).toContain('for Former colleague');
});

test('wherever a finger can touch it, the browser makes nothing of a long press', async () => {
  const link = async (chosen: boolean | null) => (await show({}, 'ada', chosen)).querySelector('a')?.className;
  // A tablet with a trackpad is touched, too, though that is what it points with.
  expect(await link(false)).toContain(' any-pointer-coarse:select-none ');
  expect(await link(null)).not.toContain('select-none');
});
