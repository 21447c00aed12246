// @vitest-environment jsdom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, expect, it, vi } from 'vitest';
import { useLoaded } from './use-loaded.ts';

afterEach(() => vi.useRealTimers());

let reload = async () => {};

function Shown({ path = 'sources' }: { path?: string }) {
  const loaded = useLoaded<string>(path);
  reload = loaded.reload;
  return `${loaded.data} ${loaded.problem ?? ''}`;
}

it('what could not be read anew is asked for again, also where older data is shown', async () => {
  vi.useFakeTimers();
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  const answers = [
    () => Response.json('first'),
    () => Promise.reject(new Error('away')),
    () => Response.json('second'),
  ];
  vi.stubGlobal('fetch', async () => answers.shift()?.());
  const page = document.createElement('div');
  const root = createRoot(page);
  await act(async () => root.render(<Shown />));
  await act(() => reload());
  expect(page.textContent).toBe('first The server cannot be reached. Trying again…');
  await act(() => vi.advanceTimersByTimeAsync(5_000));
  expect(page.textContent).toBe('second ');
  act(() => root.unmount());
});

it('an answer that comes after a newer one is dropped, and an older reload asks for what is shown now', async () => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  const answers: ((answer: Response) => void)[] = [];
  const asked: string[] = [];
  vi.stubGlobal('fetch', (address: string) => {
    asked.push(address.replace('/v1/admin/', ''));
    return new Promise((resolve) => answers.push(resolve));
  });
  const answer = (index: number, data: string) => act(async () => answers[index]?.(Response.json(data)));
  const page = document.createElement('div');
  const root = createRoot(page);
  await act(async () => root.render(<Shown path="one" />));
  await act(async () => void reload());
  await answer(1, 'new');
  await answer(0, 'old');
  expect(page.textContent).toBe('new ');
  const ofFirstPath = reload;
  await act(async () => root.render(<Shown path="other" />));
  await act(async () => void ofFirstPath());
  expect(asked).toEqual(['one', 'one', 'other', 'other']);
  await answer(3, 'changed');
  await answer(2, 'before');
  expect(page.textContent).toBe('changed ');
  act(() => root.unmount());
});

it('what could not be read is not shown as what was at another path', async () => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  const answers = [() => Response.json('first'), () => Promise.reject(new Error('away'))];
  vi.stubGlobal('fetch', async () => answers.shift()?.());
  const page = document.createElement('div');
  const root = createRoot(page);
  await act(async () => root.render(<Shown path="one" />));
  await act(async () => root.render(<Shown path="other" />));
  expect(page.textContent).toBe('null The server cannot be reached. Trying again…');
  act(() => root.unmount());
});
