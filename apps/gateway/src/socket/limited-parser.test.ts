import { limits } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { limitedParser, malformedEvent, oversizedEvent } from './limited-parser.ts';

function decode(...packets: unknown[]): unknown[] {
  const decoder = new limitedParser.Decoder();
  const decoded: unknown[] = [];
  decoder.on('decoded', (packet) => decoded.push(packet));
  for (const packet of packets) decoder.add(packet);
  return decoded;
}
const event = (name: string) => ({ type: 2, nsp: '/visitor', id: 7, data: [name] });

test('an event passes', () => {
  expect(decode('2/visitor,7["a",{"b":1}]')).toMatchObject([{ nsp: '/visitor', id: 7, data: ['a', { b: 1 }] }]);
});

test.each([
  ['in characters', 'x'.repeat(limits.requestBytes)],
  ['in bytes', 'é'.repeat(limits.requestBytes / 2)],
])('an event that is too large %s becomes one that says so, and the next one passes', (_, text) => {
  const [first, second] = decode(`2/visitor,7["message:send",{"text":"${text}"}]`, '2/visitor,8["a"]');
  expect(first).toMatchObject(event(oversizedEvent));
  expect(second).toMatchObject({ id: 8, data: ['a'] });
});

test.each(['2/visitor,7["a"', '2/visitor,7{}', '2/visitor,7', '2/visitor,7["disconnect"]', '2/visitor,7[{}]'])(
  'an event that can’t be read (%s) becomes one that says so',
  (packet) => {
    expect(decode(packet)).toMatchObject([event(malformedEvent)]);
  },
);

test('binary data is emptied: no request has any', () => {
  const packet = '51-/visitor,7["a",{"_placeholder":true,"num":0}]';
  expect(decode(packet, Buffer.alloc(1_000_000))).toMatchObject([{ data: ['a', Buffer.alloc(0)] }]);
});

test('what is no event ends the connection', () => {
  expect(() => decode('9')).toThrow();
  expect(() => decode(`0/visitor,{"a":"${'x'.repeat(limits.requestBytes)}"}`)).toThrow();
});
