// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { clearAdmin, showAdmin, site } from '../testing/admin-stage.tsx';
import { KnowledgePage } from './knowledge-page.tsx';

afterEach(clearAdmin);

const none = { sources: [], more: false, total: 0, passages: 0 };

/** Whether the browser would ask before the page is left. */
const asks = () => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));

test('files on their way stay sources of their own while another one is to be replaced, and are not left behind unasked', async () => {
  const path = `sites/${site.id}`;
  const source = {
    ...{ id: 's', kind: 'file', name: 'prices.pdf', beginning: '', address: null, format: 'pdf', state: 'done' },
    ...{ done: 1, known: 1, error: null, documents: 1, approved: false, failedDocuments: 0, passages: 1 },
    ...{ createdAt: '2026-03-18T12:00:00.000Z', importedAt: '2026-03-18T12:00:00.000Z' },
  };
  let uploaded = () => {};
  const first = new Promise<object>((resolve) => {
    uploaded = () => resolve({});
  });
  const { asked, page } = await showAdmin(<KnowledgePage />, {
    [`GET ${path}/sources?limit=100`]: { sources: [source], more: false, total: 1, passages: 1 },
    [`GET ${path}/sources?limit=1000`]: { sources: [source], more: false, total: 1, passages: 1 },
    [`POST ${path}/files?name=a.txt`]: first,
  });
  const chooser = page.querySelector<HTMLInputElement>('input[type=file]');
  const files = ['a.txt', 'b.txt'].map((name) => new File(['x'], name));
  Object.defineProperty(chooser, 'files', { value: files });
  Object.defineProperty(chooser, 'value', { value: '', writable: true });
  await act(async () => chooser?.dispatchEvent(new Event('change', { bubbles: true })));
  expect(asks()).toBe(true);
  const upload = [...page.querySelectorAll('button')].find(({ textContent }) => textContent === 'Uploading…');
  expect(upload?.getAttribute('aria-disabled')).toBe('true');
  expect(upload?.disabled).toBe(false);
  const replace = page.querySelector<HTMLElement>('[aria-label^="Replace prices.pdf"]');
  expect(replace).not.toBeNull();
  await act(async () => replace?.click());
  await act(async () => uploaded());
  expect(asked).toContain(`POST ${path}/files?name=b.txt`);
  expect(asked.filter((one) => one.startsWith('PUT'))).toEqual([]);
  await vi.waitFor(() => expect(asks()).toBe(false));
});

test('while there is no room for a file the page says so, and until then only', async () => {
  const path = `sites/${site.id}`;
  const full = { error: { code: 'imports_waiting', message: 'Much waits.', retryAfterMs: 200 } };
  const answers: Record<string, unknown> = {
    [`GET ${path}/sources?limit=100`]: none,
    [`GET ${path}/sources?limit=1000`]: none,
    [`POST ${path}/files?name=a.txt`]: Response.json(full, { status: 429 }),
  };
  const { page } = await showAdmin(<KnowledgePage />, answers);
  const chooser = page.querySelector<HTMLInputElement>('input[type=file]');
  Object.defineProperty(chooser, 'files', { value: [new File(['x'], 'a.txt')] });
  Object.defineProperty(chooser, 'value', { value: '', writable: true });
  await act(async () => chooser?.dispatchEvent(new Event('change', { bubbles: true })));
  await vi.waitFor(() => expect(page.textContent).toContain('please leave this page open'));
  expect(asks()).toBe(true);
  answers[`POST ${path}/files?name=a.txt`] = {};
  await act(() => new Promise((resolve) => setTimeout(resolve, 300)));
  expect(page.textContent).not.toContain('please leave this page open');
  await vi.waitFor(() => expect(asks()).toBe(false));
});

test('files that are dropped on the page are uploaded as those that are chosen', async () => {
  const path = `sites/${site.id}`;
  const { asked, page } = await showAdmin(<KnowledgePage />, {
    [`GET ${path}/sources?limit=100`]: none,
    [`GET ${path}/sources?limit=1000`]: none,
  });
  const hold = (type: string, files: File[]) =>
    act(async () => {
      const dataTransfer = { types: ['Files'], files };
      const event = Object.assign(new Event(type, { bubbles: true, cancelable: true }), { dataTransfer });
      expect(page.querySelector('[type=search]')?.dispatchEvent(event)).toBe(false);
    });
  await hold('dragenter', []);
  expect(page.textContent).toContain('Drop files to upload them');
  await hold('drop', [new File(['x'], 'a.txt'), new File(['x'], 'b.txt')]);
  expect(page.textContent).not.toContain('Drop files to upload them');
  await vi.waitFor(() => expect(asked).toContain(`POST ${path}/files?name=b.txt`));
  expect(asked).toContain(`POST ${path}/files?name=a.txt`);
  await vi.waitFor(() => expect(asks()).toBe(false));
});

describe('a file whose name one of the site has', () => {
  const path = `sites/${site.id}`;
  const sources = [
    { id: 'new', kind: 'file', name: 'faq.html' },
    { id: 'old', kind: 'file', name: 'faq.html' },
    { id: 'fact', kind: 'fact', name: 'new.txt' },
  ];

  /** Chooses them, and presses a button of what is asked. @returns what was uploaded, and what was asked */
  async function choose(names: string[], button: string, more: Record<string, unknown> = {}) {
    HTMLDialogElement.prototype.showModal = vi.fn();
    const { asked, page } = await showAdmin(<KnowledgePage />, {
      [`GET ${path}/sources?limit=100`]: none,
      [`GET ${path}/sources?limit=1000`]: { ...none, sources },
      ...more,
    });
    const chooser = page.querySelector<HTMLInputElement>('input[type=file]');
    Object.defineProperty(chooser, 'files', { value: names.map((name) => new File(['x'], name)) });
    Object.defineProperty(chooser, 'value', { value: '', writable: true });
    await act(async () => chooser?.dispatchEvent(new Event('change', { bubbles: true })));
    const dialog = page.querySelector('dialog');
    const buttons = [...(dialog?.querySelectorAll('button') ?? [])];
    await act(async () => buttons.find(({ textContent }) => textContent === button)?.click());
    await vi.waitFor(() => expect(asks()).toBe(false));
    expect(page.querySelector('dialog')).toBeNull();
    const uploaded = asked.flatMap((one) => /^(?:POST|PUT) .*\/(files.*)$/.exec(one)?.[1] ?? []);
    return { uploaded, title: dialog?.ariaLabel ?? dialog?.getAttribute('aria-label') };
  }

  test('replaces that one, or stands beside it, as is chosen', async () => {
    const replaced = await choose(['faq.html', 'new.txt'], 'Replace it');
    expect(replaced.title).toBe('faq.html is here already');
    expect(replaced.uploaded).toEqual(['files/new?name=faq.html', 'files?name=new.txt']);
    clearAdmin();
    expect((await choose(['faq.html'], 'Keep both')).uploaded).toEqual(['files?name=faq.html']);
    clearAdmin();
    expect((await choose(['faq.html', 'new.txt'], 'Cancel')).uploaded).toEqual([]);
  });

  test('is found among more than one request lists', async () => {
    const { uploaded } = await choose(['faq.html'], 'Replace it', {
      [`GET ${path}/sources?limit=1000`]: { ...none, more: true },
      [`GET ${path}/sources?limit=1000&search=faq.html`]: { ...none, sources },
    });
    expect(uploaded).toEqual(['files/new?name=faq.html']);
  });

  test('no other file is asked about', async () => {
    const { uploaded, title } = await choose(['new.txt'], '');
    expect(title).toBeUndefined();
    expect(uploaded).toEqual(['files?name=new.txt']);
  });
});
