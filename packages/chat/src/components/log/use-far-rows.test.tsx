// @vitest-environment jsdom
import { act, useRef } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { useFarRows } from './use-far-rows.ts';

let container: HTMLElement;
let root: Root;
beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  container = document.body.appendChild(document.createElement('div'));
  root = createRoot(container);
});
afterEach(() => {
  act(() => root.unmount());
  container.remove();
});

function Rows({ count }: { count: number }) {
  const ref = useRef<HTMLOListElement>(null);
  useFarRows(ref, count);
  return (
    <ol ref={ref}>
      {Array.from({ length: count }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are only ever added at the end, or taken away there
        <li key={index} />
      ))}
    </ol>
  );
}

test.each([
  ['a short log has none', [6], 0],
  ['those that the log has grown away from', [6, 10], 4],
  ['of what is taken away at the end, those before come near again', [10, 8], 2],
])('far rows: %s', (_name, counts, far) => {
  for (const count of counts) act(() => root.render(<Rows count={count} />));
  const marks = [...container.querySelectorAll('li')].map((row) => row.hasAttribute('data-far'));
  expect(marks).toEqual(marks.map((_, index) => index < far));
});
