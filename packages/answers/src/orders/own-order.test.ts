import { expect, test } from 'vitest';
import { mayAskForOrder } from './own-order.ts';

test.each([
  'yo wheres my hoodie at',
  'wen does my pakage arrive',
  'Did my candles go out today or not?',
  'how long until mine arrives, bought it on monday',
  'Please advise on the whereabouts of the consignment',
  'You emailed me that it shipped on the 8th. Today is the 21st.',
])('who speaks of their own case may ask for their order: "%s"', (text) => {
  expect(mayAskForOrder(text, 0.9)).toBe(true);
  expect(mayAskForOrder(text, 0.3)).toBe(false);
});

test.each([
  'I would like to cancel my order, it has not shipped yet',
  'my order arrived smashed to bits',
  'can I change the size of what I ordered',
  'I was charged twice, please send my money back',
  'my booking confirmation has not come through',
  'I want to send back the shoes that came yesterday',
  'can you add gift wrap before it is sent',
  'my lamp flickers',
])('and who wishes something else for it does not: "%s"', (text) => {
  expect(mayAskForOrder(text, 0.9)).toBe(false);
});
