// @vitest-environment jsdom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, expect, test, vi } from 'vitest';
import { Markdown } from './markdown.tsx';

afterEach(() => vi.unstubAllGlobals());

test('the keyboard comes to a table that is wider than its place, and passes one that is not', async () => {
  let look = () => {};
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(onResize: () => void) {
        look = onResize;
      }
      observe() {}
      disconnect() {}
    },
  );
  const page = document.createElement('div');
  const root = createRoot(page);
  await act(async () => root.render(<Markdown text={'Prices:\n\n| Size | Price |\n| --- | --- |\n| Small | £3 |'} />));
  const [words, table] = page.querySelectorAll('.fd-block');
  Object.defineProperty(table, 'clientWidth', { value: 200 });
  for (const [scrollWidth, tabIndex] of [
    [300, '0'],
    [200, null],
  ] as const) {
    Object.defineProperty(table, 'scrollWidth', { value: scrollWidth, configurable: true });
    look();
    expect(table?.getAttribute('tabindex')).toBe(tabIndex);
  }
  expect(words?.hasAttribute('tabindex')).toBe(false);
  act(() => root.unmount());
});
