import { expect, test } from 'vitest';
import { changedValues, doneText, valueName, valueText } from './change-texts.ts';

test('values are read as people read them', () => {
  expect([[], ['chat', 'system'], true, '', null, 3].map(valueText)).toEqual([
    ...['none', 'chat, system', 'yes', 'nothing', 'nothing', '3'],
  ]);
  expect(valueText({ temperature: 0.7, topP: 0.9 })).toBe('temperature 0.7; top-p 0.9');
  expect(valueText('x'.repeat(500))).toHaveLength(240);
  expect([valueName('allowedOrigins'), valueName('greeting'), valueName('someThing')]).toEqual([
    ...['Allowed origins', 'Greeting', 'Some thing'],
  ]);
});

test('of several values in one, those are told that are others', () => {
  const before = { name: 'Shop', widget: { position: 'left', zIndex: 1 } };
  const after = { name: 'Store', widget: { position: 'right', zIndex: 1 } };
  expect(changedValues(before, after)).toEqual([
    { name: 'Name', before: 'Shop', after: 'Store' },
    { name: 'Position', before: 'left', after: 'right' },
  ]);
});

test('what was made has no before, what is gone no after', () => {
  expect(changedValues(null, { role: 'agent' })).toEqual([{ name: 'Role', before: null, after: 'agent' }]);
  expect(changedValues({ role: 'agent' }, null)).toEqual([{ name: 'Role', before: 'agent', after: null }]);
  expect(changedValues(null, null)).toEqual([]);
});

test('an action of a newer version is said as it is called', () => {
  expect(doneText('key.made')).toBe('made the API key');
  expect(doneText('robot.painted')).toBe('robot.painted');
});
