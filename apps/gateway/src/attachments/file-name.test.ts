import { attachmentLimits } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { cleanFileName, contentDisposition, savedFileName } from './file-name.ts';

test.each([
  ['photo.jpg', 'photo.jpg'],
  ['  Größe – 中文.png ', 'Größe – 中文.png'],
  ['../../etc/passwd', '.._.._etc_passwd'],
  ['C:\\temp\\x.pdf', 'C:_temp_x.pdf'],
  ['a\r\nSet-Cookie: x.txt', 'a_Set-Cookie: x.txt'],
  ['invoice_\u202efdp.exe', 'invoice__fdp.exe'],
  ['a\u0000b\u200b.txt', 'a_b_.txt'],
  ['..', 'file'],
  ['\u0000', 'file'],
  ['<img src=x onerror=alert(1)>.png', '<img src=x onerror=alert(1)>.png'],
])('%j is stored as %j', (raw, clean) => {
  expect(cleanFileName(raw)).toBe(clean);
});

test('a long name keeps its ending', () => {
  const name = cleanFileName(`${'🌿'.repeat(200)}.jpeg`);
  expect(name.length).toBeLessThanOrEqual(attachmentLimits.nameChars);
  expect(name).toMatch(/🌿\.jpeg$/u);
});

test.each([
  ['page.html', 'text/plain', 'page.html.txt'],
  ['logo.SVG', 'text/plain', 'logo.SVG.txt'],
  ['notes.md', 'text/plain', 'notes.md'],
  ['photo.PNG', 'image/png', 'photo.PNG'],
  ['photo.png', 'image/jpeg', 'photo.png.jpg'],
  ['x.html', 'text/html', 'x.html.bin'],
])('%s, which is %s, is saved as %s', (name, type, saved) => {
  expect(savedFileName(name, type)).toBe(saved);
});

test('a header holds any name, and nothing but it', () => {
  const header = contentDisposition('attachment', 'a"; filename="b.exe\\ (é%41)\'.txt');
  expect(header).toBe(
    `attachment; filename="a_; filename=_b.exe_ (__41)'.txt"; filename*=UTF-8''a%22%3B%20filename%3D%22b.exe%5C%20%28%C3%A9%2541%29%27.txt`,
  );
});
