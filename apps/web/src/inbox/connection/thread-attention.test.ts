import { attentionTimes } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { attend, attendStill, isCustomerTyping, teamSentence } from './thread-attention.ts';

const conversationId = '0190a6c0-0000-7000-8000-000000000001';
const ada = { id: 'a', name: 'Ada' };
const ben = { id: 'b', name: 'Ben' };

test('the team is told of by what it does, each person once', () => {
  let all = attend([], { conversationId, agent: ada, doing: 'looking' }, 0);
  all = attend(all, { conversationId, agent: ben, doing: 'looking' }, 0);
  expect(teamSentence(all)).toBe('Ada and Ben are looking at this');
  all = attend(all, { conversationId, agent: ben, doing: 'typing' }, 0);
  expect(teamSentence(all)).toBe('Ben is writing a reply · Ada is looking at this');
  all = attend(all, { conversationId, agent: ada, doing: 'gone' }, 0);
  expect(teamSentence(all)).toBe('Ben is writing a reply');
});

test('what is not told again is over by itself: typing first, looking later', () => {
  let all = attend([], { conversationId, agent: ada, doing: 'noting' }, 0);
  all = attend(all, { conversationId, agent: null, doing: 'typing' }, 0);
  expect(isCustomerTyping(all)).toBe(true);
  expect(attendStill(all, 1_000)).toBe(all);
  all = attendStill(all, attentionTimes.typing.holdsMs);
  expect(isCustomerTyping(all)).toBe(false);
  expect(teamSentence(all)).toBe('Ada is looking at this');
  expect(attendStill(all, attentionTimes.looking.holdsMs)).toEqual([]);
});
