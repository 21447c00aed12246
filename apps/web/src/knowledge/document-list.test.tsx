// @vitest-environment jsdom
import type { SourceSummary } from '@frontdesk/protocol';
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DocumentList } from './document-list.tsx';

const pages = ['a', 'b', 'c'].map((id) => ({
  id,
  address: `/${id}`,
  title: `Page ${id}`,
  passages: 1_200,
  error: null,
}));
const asked: string[] = [];
let container: HTMLElement;
let root: Root;

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.stubGlobal('fetch', async (address: string) => {
    asked.push(address);
    const passages = [{ id: 'p', titlePath: [], sentences: ['We ship to Ireland.'] }];
    return Response.json(address.endsWith('/documents') ? { documents: pages, more: false } : passages);
  });
  asked.length = 0;
  container = document.body.appendChild(document.createElement('div'));
  root = createRoot(container);
});
afterEach(() => {
  act(() => root.unmount());
  container.remove();
});

async function show(kind: SourceSummary['kind']): Promise<void> {
  const source = { id: 's', kind } as SourceSummary;
  await act(async () =>
    root.render(<DocumentList siteId="site" source={source} mayEdit={false} onChanged={() => {}} />),
  );
}

it('asks for the passages of the page that is opened, and of no other', async () => {
  await show('site');
  expect(asked).toEqual(['/v1/admin/sites/site/sources/s/documents']);
  const [, second] = container.querySelectorAll('details');
  await act(async () => {
    if (second) second.open = true;
    second?.dispatchEvent(new Event('toggle'));
  });
  expect(asked.slice(1)).toEqual(['/v1/admin/sites/site/documents/b/passages']);
  expect(second?.textContent).toContain('We ship to Ireland.');
  expect(second?.textContent).toContain('These are the first 1.');
});
