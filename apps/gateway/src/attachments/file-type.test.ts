import { expect, test } from 'vitest';
import { examples } from '../testing/example-files.ts';
import { TypeDetector } from './file-type.ts';

async function typeOf(content: Uint8Array | string, pieceBytes = 3): Promise<string | null> {
  const bytes = Buffer.from(content);
  const detector = new TypeDetector();
  for (let at = 0; at < bytes.length; at += pieceBytes) detector.add(bytes.subarray(at, at + pieceBytes));
  return detector.end();
}

test.each(Object.entries(examples))('%s is known by its content, however it is cut', async (type, content) => {
  expect(await typeOf(content)).toBe(type);
  expect(await typeOf(content, 10_000)).toBe(type);
});

test('an animated PNG is a PNG', async () => {
  const png = examples['image/png'];
  const chunk = Buffer.from('000000086163544c0000000100000000b92d0d9f', 'hex');
  expect(await typeOf(Buffer.concat([png.subarray(0, 33), chunk, png.subarray(33)]))).toBe('image/png');
});

test.each([
  ['a program', Buffer.from('4d5a90000300000004000000ffff0000', 'hex')],
  ['an archive', Buffer.from('504b0304140000000800', 'hex')],
  ['XML, an SVG too', '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
  ['text with a NUL', 'a\0b'],
  ['what is not UTF-8', Buffer.from([0x61, 0xff, 0xfe, 0x62])],
  ['a character cut off at the end', Buffer.from('ende é').subarray(0, -1)],
])('%s may not be sent', async (_, content) => {
  expect(await typeOf(content)).toBeNull();
});

test('a page is text, whatever it calls itself', async () => {
  expect(await typeOf('<!doctype html><script>alert(1)</script>')).toBe('text/plain');
  expect(await typeOf('<svg onload=alert(1)>')).toBe('text/plain');
});
