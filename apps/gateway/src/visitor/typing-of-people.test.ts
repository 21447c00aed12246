import type { PersonTyping } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { typingOfPeople } from './typing-of-people.ts';

test('a customer is told who types to them, and nothing else of who looks or writes notes', () => {
  const told: PersonTyping[] = [];
  const hear = typingOfPeople((typing) => told.push(typing));
  const conversationId = 'c';
  const ada = { id: 'a', name: 'Ada' };
  hear({ conversationId, agent: ada, doing: 'looking' });
  hear({ conversationId, agent: ada, doing: 'noting' });
  hear({ conversationId, agent: null, doing: 'typing' });
  expect(told).toEqual([]);
  hear({ conversationId, agent: ada, doing: 'typing' });
  hear({ conversationId, agent: ada, doing: 'looking' });
  hear({ conversationId, agent: ada, doing: 'looking' });
  hear({ conversationId, agent: ada, doing: 'gone' });
  expect(told).toEqual([
    { conversationId, name: 'Ada', typing: true },
    { conversationId, name: 'Ada', typing: false },
  ]);
});
