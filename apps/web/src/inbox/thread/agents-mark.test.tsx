// @vitest-environment jsdom
import type { AgentsEvent } from '@frontdesk/chat';
import { afterEach, expect, test } from 'vitest';
import { clearAdmin, showAdmin } from '../../testing/admin-stage.tsx';
import { AgentsMark } from './agents-mark.tsx';

afterEach(clearAdmin);

test('names and tags in the other direction are kept apart from the sentence, and from each other', async () => {
  const by = { id: 'ada', name: 'עדה' };
  const rest = { conversationId: 'one', seq: 1, at: '2026-03-18T12:00:00.000Z' };
  const event = { ...rest, type: 'conversation:tagged', tags: ['החזר', 'דחוף'], by } as AgentsEvent;
  const { page } = await showAdmin(<AgentsMark event={event} />, {});
  expect(page.textContent).toContain('עדה set the tags החזר, דחוף ·');
  expect([...page.querySelectorAll('bdi')].map(({ textContent }) => textContent)).toEqual(['עדה', 'החזר', 'דחוף']);
});
