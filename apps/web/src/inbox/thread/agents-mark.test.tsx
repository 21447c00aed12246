// @vitest-environment jsdom
import type { AgentsEvent } from '@frontdesk/chat';
import { act } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { clearAdmin, showAdmin } from '../../testing/admin-stage.tsx';
import { AgentsMark } from './agents-mark.tsx';

afterEach(clearAdmin);

const place = { conversationId: 'one', seq: 1, at: '2026-03-18T12:00:00.000Z' };

test.each([
  [{ sent: true }, 'Mailed to ann@example.org'],
  [{ sent: false }, 'The mail to ann@example.org could not be delivered'],
  [{ sent: false, limit: 'site' }, 'Not mailed to ann@example.org: the site has sent its letters of the day'],
  [{ sent: false, limit: 'address' }, 'and it has had its letters of the day'],
])('%j of a letter reads “%s”', async (outcome, text) => {
  const event = { ...place, type: 'reply:mailed', email: 'ann@example.org', ...outcome } as AgentsEvent;
  const { page } = await showAdmin(<AgentsMark event={event} />, {});
  expect(page.textContent).toContain(text);
});

test('names and tags in the other direction are kept apart from the sentence, and from each other', async () => {
  const by = { id: 'ada', name: 'עדה' };
  const event = { ...place, type: 'conversation:tagged', tags: ['החזר', 'דחוף'], by } as AgentsEvent;
  const { page } = await showAdmin(<AgentsMark event={event} />, {});
  expect(page.textContent).toContain('עדה set the tags החזר, דחוף ·');
  expect([...page.querySelectorAll('bdi')].map(({ textContent }) => textContent)).toEqual(['עדה', 'החזר', 'דחוף']);
});

test('a note is deleted by whoever may, and whoever did is told', async () => {
  const by = { id: 'ada', name: 'Ada' };
  const note = { ...place, type: 'note:created', note: { id: 'n', text: 'Be kind.', author: by } } as AgentsEvent;
  const onDelete = vi.fn();
  const { page } = await showAdmin(
    <>
      <AgentsMark event={note} />
      <AgentsMark event={note} onDelete={onDelete} />
      <AgentsMark event={{ ...place, type: 'note:deleted', noteId: 'n', by }} />
    </>,
    {},
  );
  const [first, second, mark] = [...page.querySelectorAll('li')];
  expect(first?.querySelector('button')).toBeNull();
  await act(async () => second?.querySelector('button')?.click());
  expect(onDelete).toHaveBeenCalledOnce();
  expect(mark?.textContent).toContain('Ada deleted a note ·');
});
