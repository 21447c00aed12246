// @vitest-environment jsdom
import type { Attachment } from '@frontdesk/protocol';
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { GatewayError } from '../../connection/gateway-request.ts';
import { loadLocale } from '../../strings/languages.ts';
import { coded } from '../../testing/scripted-gateway.ts';
import { LocaleProvider } from '../locale.tsx';
import { AttachmentList, FilesOnTheirWay } from './attachment-list.tsx';
import { type AttachmentReader, AttachmentReaderProvider } from './attachments-context.tsx';

const locale = await loadLocale(['en']);
const id = (last: number) => `0190a6c0-0000-7000-8000-${String(last).padStart(12, '0')}`;
const picture: Attachment = {
  id: id(1),
  name: '"><img src=x onerror=alert(1)>.png',
  type: 'image/png',
  bytes: 1_234_567,
};
const pdf: Attachment = { id: id(2), name: 'invoice.pdf', type: 'application/pdf', bytes: 999 };

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

async function show(attachments: Attachment[], reader: Partial<AttachmentReader>) {
  const whole: AttachmentReader = {
    addressOf: async (of) => `/v1/attachments/${of}?pass=p`,
    previewOf: () => null,
    ...reader,
  };
  await act(async () =>
    root.render(
      <LocaleProvider locale={locale}>
        <AttachmentReaderProvider reader={whole}>
          <AttachmentList attachments={attachments} />
        </AttachmentReaderProvider>
      </LocaleProvider>,
    ),
  );
}
const image = () => container.querySelector('img');
const labels = () => [...container.querySelectorAll('button')].map(({ ariaLabel }) => ariaLabel);

test('pictures are shown in their place, everything else with name and size; a name is text', async () => {
  await show([picture, pdf], {});
  expect(container.querySelectorAll('img')).toHaveLength(1);
  expect(image()?.getAttribute('src')).toBe(`/v1/attachments/${picture.id}?pass=p`);
  expect(labels()).toEqual([`Open ${picture.name}`, 'Download invoice.pdf']);
  expect(container.textContent).toContain('999 byte');
});

test('a picture that was chosen here is shown without asking for it', async () => {
  const addressOf = vi.fn();
  await show([picture], { previewOf: () => 'blob:here', addressOf });
  expect(image()?.getAttribute('src')).toBe('blob:here');
  expect(addressOf).not.toHaveBeenCalled();
});

test('an address that has ended is asked for once more, then there is the file alone', async () => {
  let asked = 0;
  await show([picture], { addressOf: async () => `/address-${asked++}` });
  await act(async () => image()?.dispatchEvent(new Event('error')));
  expect(image()?.getAttribute('src')).toBe('/address-1');
  await act(async () => image()?.dispatchEvent(new Event('error')));
  expect(labels()).toEqual([`Download ${picture.name}`]);
});

test('a picture that did not load is loaded once more, also from the same address', async () => {
  await show([picture], { addressOf: async () => '/same' });
  const first = image();
  await act(async () => first?.dispatchEvent(new Event('error')));
  expect(image()?.getAttribute('src')).toBe('/same');
  expect(image()).not.toBe(first);
});

test('an address that has ended is not loaded again while another one is on its way', async () => {
  const addresses = [Promise.resolve('/ended'), new Promise<string>(() => {})];
  await show([picture], { addressOf: () => addresses.shift() ?? Promise.reject() });
  await act(async () => image()?.dispatchEvent(new Event('error')));
  expect(image()).toBeNull();
  expect(labels()).toEqual([`Open ${picture.name}`]);
});

test.each([
  ['attachment_unknown', locale.strings.files.gone],
  ['unavailable', locale.strings.errors.unavailable],
] as const)('what can not be saved says why: %s', async (code, said) => {
  await show([pdf], { addressOf: () => Promise.reject(new GatewayError(coded(code))) });
  await act(async () => container.querySelector('button')?.click());
  expect(container.querySelector('[role=alert]')?.textContent).toBe(said);
});

test('files on their way are named, and can not be opened yet', () => {
  act(() => root.render(<FilesOnTheirWay names={['photo.jpg', '<b>.pdf']} />));
  expect([...container.querySelectorAll('li')].map(({ textContent }) => textContent)).toEqual(['photo.jpg', '<b>.pdf']);
  expect(container.querySelector('button, b')).toBeNull();
});
