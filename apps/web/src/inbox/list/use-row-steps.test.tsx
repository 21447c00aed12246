// @vitest-environment jsdom
import { act, useEffect, useState } from 'react';
import { afterEach, expect, test } from 'vitest';
import { clearAdmin, showAdmin } from '../../testing/admin-stage.tsx';
import { useRowSteps } from './use-row-steps.ts';

afterEach(clearAdmin);

const rowsOf = (ids: string) => [...ids].map((conversationId) => ({ conversationId }));
let setRows = (_ids: string | null) => {};
let step = (_by: number) => {};

function List({ open = null }: { open?: string | null }) {
  const [ids, setIds] = useState<string | null>('abcd');
  const [selectedId, setSelectedId] = useState(open);
  const [rows, setShown] = useState(rowsOf('abcd') as ReturnType<typeof rowsOf> | null);
  useEffect(() => setShown(ids === null ? null : rowsOf(ids)), [ids]);
  setRows = setIds;
  step = useRowSteps({ rows, selectedId, onSelect: (row) => setSelectedId(row.conversationId) }).step;
  return <p>{selectedId}</p>;
}

async function showList(open?: string) {
  const { page } = await showAdmin(<List open={open ?? null} />, {});
  return {
    open: () => page.textContent,
    step: (by: number) => act(async () => step(by)),
    list: (ids: string | null) => act(async () => setRows(ids)),
  };
}

test.each([
  ['the next', 1, 'c'],
  ['the one before', -1, 'a'],
])('from a row that has left the list, as what is resolved does, a key leads to %s', async (_, by, there) => {
  const { open, step, list } = await showList('b');
  await list('acd');
  expect(open()).toBe('b');
  await step(by);
  expect(open()).toBe(there);
});

test('from the last row, which has left the list, a key leads to the last one; from nothing to the first', async () => {
  const { open, step, list } = await showList('d');
  await list('abc');
  await step(1);
  expect(open()).toBe('c');
  await step(1);
  expect(open()).toBe('c');
  clearAdmin();
  const other = await showList();
  await other.step(1);
  expect(other.open()).toBe('a');
});

test('a key that is pressed while the list is on its way leads there once it is there', async () => {
  const { open, step, list } = await showList('b');
  await list(null);
  await step(1);
  expect(open()).toBe('b');
  await list('xyz');
  expect(open()).toBe('x');
});
