import { expect, test } from 'vitest';
import { changedValues, changeKinds, done, doneText, valueName, valueText } from './change-texts.ts';

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

test('every action that is told can be looked for', () => {
  const isFound = (action: string) => changeKinds.some(({ value }) => value !== '' && action.startsWith(value));
  expect(Object.keys(done).filter((action) => !isFound(action))).toEqual([]);
});

test('of several values in one, those are told that are others', () => {
  const before = { name: 'Shop', widget: { position: 'left', zIndex: 1 } };
  const after = { name: 'Store', widget: { position: 'right', zIndex: 1 } };
  expect(changedValues(before, after)).toEqual([
    { name: 'Name', before: 'Shop', after: 'Store' },
    { name: 'Position', before: 'left', after: 'right' },
  ]);
});

test('hours are told by the day, and members by their names', () => {
  const office = [{ from: '09:00', to: '17:00' }];
  const days = [office, office, office, office, office, [], []];
  const hours = { timeZone: 'Europe/Berlin', days };
  const lunch = [
    { from: '09:00', to: '12:00' },
    { from: '13:00', to: '17:00' },
  ];
  expect(changedValues({ hours }, { hours: { ...hours, days: days.with(0, lunch).with(4, []) } })).toEqual([
    { name: 'Monday', before: '09:00–17:00', after: '09:00–12:00, 13:00–17:00' },
    { name: 'Friday', before: '09:00–17:00', after: 'closed' },
  ]);
  const withDays = (exceptions: object) => ({ hours: { ...hours, exceptions } });
  expect(
    changedValues(
      withDays({ '2026-12-24': [], '2026-12-25': [] }),
      withDays({ '2026-12-24': lunch, '2026-12-25': [], '2027-01-01': [] }),
    ),
  ).toEqual([
    { name: '24 December 2026', before: 'closed', after: '09:00–12:00, 13:00–17:00' },
    { name: '1 January 2027', before: null, after: 'closed' },
  ]);
  expect(changedValues(withDays({ '2026-12-24': [] }), { hours })).toEqual([
    { name: '24 December 2026', before: 'closed', after: null },
  ]);
  expect(changedValues({ hours: null }, { hours })).toEqual([
    {
      ...{ name: 'Hours', before: 'none' },
      after: 'Monday to Friday 09:00–17:00; Saturday and Sunday closed; time zone Europe/Berlin',
    },
  ]);
  const always = { timeZone: 'UTC', days: days.map(() => [{ from: '00:00', to: '24:00' }]) };
  expect(changedValues({ hours: { ...always, days: always.days.with(2, lunch) } }, { hours: null })).toEqual([
    {
      ...{ name: 'Hours', after: 'none' },
      before:
        'Monday and Tuesday 00:00–24:00; Wednesday 09:00–12:00, 13:00–17:00; Thursday to Sunday 00:00–24:00; time zone UTC',
    },
  ]);
  expect(changedValues({ hours: null }, { hours: always })).toEqual([
    { name: 'Hours', before: 'none', after: 'every day 00:00–24:00; time zone UTC' },
  ]);
  expect(changedValues({ members: null }, { members: ['1', '2', '3'] }, { '1': 'Ada', '2': 'Ben' })).toEqual([
    { name: 'Members', before: 'everybody', after: 'Ada, Ben, somebody who has left' },
  ]);
  expect(changedValues({ members: ['1'] }, { members: ['1', '2'] })).toEqual([
    { name: 'Members', before: '1 person', after: '2 people' },
  ]);
});

test('what was made has no before, what is gone no after', () => {
  expect(changedValues(null, { role: 'agent' })).toEqual([{ name: 'Role', before: null, after: 'agent' }]);
  expect(changedValues({ role: 'agent' }, null)).toEqual([{ name: 'Role', before: 'agent', after: null }]);
  expect(changedValues(null, null)).toEqual([]);
});

test('what is new or gone says what it has, and who is handed over to is told in words', () => {
  expect(changedValues({ conversations: 2, files: 0, note: '', tags: [], name: null }, null)).toEqual([
    { name: 'Conversations', before: '2', after: null },
  ]);
  expect(changedValues({ handOver: 'doubt', days: 0 }, { handOver: 'off', days: 3 })).toEqual([
    { name: 'Hand-over', before: 'in doubt, or when asked for', after: 'never' },
    { name: 'Days', before: '0', after: '3' },
  ]);
});

test('an action of a newer version is said as it is called', () => {
  expect(doneText('key.made')).toBe('made the API key');
  expect(doneText('robot.painted')).toBe('robot.painted');
});

test('how often a web site is imported is told as it is chosen', () => {
  expect(changedValues({ everyDays: null }, { everyDays: 7 })).toEqual([
    { name: 'Look for changes', before: 'never', after: 'every week' },
  ]);
});

test('who is asked about orders is told in words', () => {
  const before = { origin: 'https://shop.example', examples: ['FE-10423'], asksEmail: false };
  const after = { origin: 'https://erp.example', examples: ['FE-10423', '2024/0001'], asksEmail: true };
  expect(changedValues(before, after)).toEqual([
    { name: 'Server', before: 'https://shop.example', after: 'https://erp.example' },
    { name: 'Numbers look like', before: 'FE-10423', after: 'FE-10423, 2024/0001' },
    { name: 'Asks for the e-mail address', before: 'no', after: 'yes' },
  ]);
});
