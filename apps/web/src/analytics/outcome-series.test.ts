import type { AnalyticsDay } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { outcomeSeries } from './outcome-series.ts';

const day: AnalyticsDay = {
  ...{
    day: '2026-03-02',
    conversations: 21,
    handedOver: 1,
    byPeople: 2,
    confirmed: 3,
    assumed: 4,
    notSolved: 5,
    open: 6,
  },
  ...{ visitorMessages: 30, botMessages: 30, agentMessages: 3 },
};

test('a conversation is in one column of its day, and who was handed none was not handed over', () => {
  const series = outcomeSeries([day]);
  expect(series.find(({ name }) => name === 'Handed to a person')?.values).toEqual([day.handedOver]);
  expect(series.find(({ name }) => name === 'By people, unasked')?.values).toEqual([day.byPeople]);
  expect(series.flatMap(({ values }) => values).reduce((sum, value) => sum + value, 0)).toBe(day.conversations);
});
