// @vitest-environment jsdom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { lazy, loadMissing, usePartsMissing } from './lazy.tsx';

const parts = { Card: ({ text }: { text: string }) => <b>{text}</b> };
const Plain = ({ text }: { text: string }) => <i>{text}</i>;
function Missing() {
  return usePartsMissing() && <u>missing</u>;
}

let root: Root;
let container: HTMLElement;
const html = () => container.innerHTML;
beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.useFakeTimers();
  container = document.body.appendChild(document.createElement('div'));
  root = createRoot(container);
});
afterEach(() => {
  act(() => root.unmount());
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('what stands in its place goes when it is there; from then on it is there at once', async () => {
  const fetchParts = vi.fn(async () => parts);
  const one = lazy(fetchParts);
  const Card = one.component(({ Card }) => Card, Plain);
  await act(async () => root.render(<Card text="a" />));
  expect(html()).toBe('<i>a</i>');
  await act(() => vi.advanceTimersByTimeAsync(0));
  expect(html()).toBe('<b>a</b>');
  const then = vi.fn();
  one.use(then);
  expect(then).toHaveBeenCalledWith(parts);
  await one.load();
  expect(fetchParts).toHaveBeenCalledTimes(1);
});

test('what can’t be had is missing and tried again as long as it is wanted; what was only prepared is not missed', async () => {
  const fetchParts = vi.fn<() => Promise<typeof parts>>(async () => parts);
  fetchParts.mockRejectedValueOnce(new TypeError('offline')).mockRejectedValueOnce(new TypeError('offline'));
  const one = lazy(fetchParts);
  const Card = one.component(({ Card }) => Card);
  await act(async () => root.render(<Missing />));
  await act(async () => expect(await one.load()).toBeNull());
  expect(html()).toBe('');
  const then = vi.fn();
  await act(async () => one.use(then));
  expect(then).not.toHaveBeenCalled();
  expect(html()).toBe('<u>missing</u>');
  await act(async () =>
    root.render(
      <>
        <Missing />
        <Card text="a" />
      </>,
    ),
  );
  await act(() => vi.advanceTimersByTimeAsync(60_000));
  expect(html()).toBe('<b>a</b>');
});

test('whoever asks for what is missing learns whether it is there now', async () => {
  const fetchParts = vi.fn<() => Promise<typeof parts>>(async () => parts);
  for (let times = 0; times < 2; times += 1) fetchParts.mockRejectedValueOnce(new TypeError('gone'));
  const one = lazy(fetchParts);
  await act(async () => root.render(<Missing />));
  await act(async () => one.use(() => {}));
  await act(async () => expect(await loadMissing()).toBe(false));
  await act(async () => expect(await loadMissing()).toBe(true));
  expect(html()).toBe('');
});
