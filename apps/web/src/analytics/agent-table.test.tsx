// @vitest-environment jsdom
import type { AgentFigures } from '@frontdesk/protocol';
import { act } from 'react';
import { afterEach, expect, test } from 'vitest';
import { clearAdmin, showAdmin } from '../testing/admin-stage.tsx';
import { AgentTable } from './agent-table.tsx';

afterEach(clearAdmin);

const agent = (name: string | null, replies: number, p50: number | null): AgentFigures => ({
  ...{ userId: name, name, conversations: 1, replies, resolved: 1 },
  firstResponse: { count: p50 === null ? 0 : 1, p50, p90: p50 },
  ...{ resolution: { count: 1, p50: 7_800_000 }, ratings: { count: 3, good: 2 } },
});

test('people are sorted by the column that is pressed, and who has no account any more has a name', async () => {
  const agents = [agent('Ada', 9, null), agent(null, 4, 95_000), agent('Bo', 2, 12_000)];
  const { page } = await showAdmin(<AgentTable path="agents" csv="/agents.csv" againMs={60_000} />, {
    'GET agents': { agents },
  });
  const names = () => [...page.querySelectorAll('tbody th')].map(({ textContent }) => textContent);
  const sorted = () => [...page.querySelectorAll('thead th[aria-sort]')].map((one) => [one.textContent, one.ariaSort]);
  expect(names()).toEqual(['Ada', 'Former colleagues', 'Bo']);
  expect(page.querySelector('tbody tr:nth-child(2)')?.textContent).toBe(
    'Former colleagues1411 min1 min2 h 10 min66% of 3',
  );
  expect(page.querySelector('a')?.getAttribute('href')).toBe('/agents.csv');
  const press = async (name: string) => {
    const head = [...page.querySelectorAll('thead button')].find(({ textContent }) => textContent === name);
    await act(async () => (head as HTMLButtonElement).click());
  };
  await press('First reply, half within');
  expect(names()).toEqual(['Former colleagues', 'Bo', 'Ada']);
  await press('First reply, half within');
  expect(names()).toEqual(['Bo', 'Former colleagues', 'Ada']);
  expect(sorted()).toEqual([['First reply, half within', 'ascending']]);
  await press('Person');
  expect(names()).toEqual(['Ada', 'Bo', 'Former colleagues']);
});

test('whose account was deleted a moment ago is a former colleague, last by name', async () => {
  const { page } = await showAdmin(<AgentTable path="agents" csv="/agents.csv" againMs={60_000} />, {
    'GET agents': { agents: [agent('', 9, null), agent('Ada', 4, null)] },
  });
  const names = () => [...page.querySelectorAll('tbody th')].map(({ textContent }) => textContent);
  expect(names()).toEqual(['Former colleague', 'Ada']);
  await act(async () => page.querySelector<HTMLElement>('thead button')?.click());
  expect(names()).toEqual(['Ada', 'Former colleague']);
});
