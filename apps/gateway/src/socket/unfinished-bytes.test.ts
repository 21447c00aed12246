import { limits } from '@frontdesk/protocol';
import { beforeEach, expect, test } from 'vitest';
import { type NoteUnfinished, UnfinishedBytes } from './unfinished-bytes.ts';

const mebibyte = 2 ** 20;
let bytes: UnfinishedBytes;
beforeEach(() => {
  bytes = new UnfinishedBytes({ all: 16 * mebibyte, ofAddress: 4 * mebibyte });
});
const admitted = (address: string): NoteUnfinished => bytes.of(address, () => true);

test('who is not admitted yet may send as much as a request has', () => {
  let isAdmitted = false;
  const note = bytes.of('192.0.2.7', () => isAdmitted);
  expect([note(limits.requestBytes), note(limits.requestBytes + 1)]).toEqual([undefined, 'request_too_large']);
  isAdmitted = true;
  expect(note(mebibyte)).toBeUndefined();
});

test('large messages of an address have half of its share, requests have all of it', () => {
  expect([admitted('192.0.2.7')(2 * mebibyte), admitted('192.0.2.7')(mebibyte)]).toEqual([undefined, 'rate_limited']);
  const requests = Array.from({ length: 33 }, () => admitted('192.0.2.7')(limits.requestBytes));
  expect(requests).toEqual([...Array(32).fill(undefined), 'rate_limited']);
});

test('a network has two shares, and all together have what there is', () => {
  const of = (address: string) => admitted(address)(2 * mebibyte);
  expect([1, 2, 3].map((host) => of(`192.0.2.${host}`))).toEqual([undefined, undefined, 'rate_limited']);
  // What was refused counts, too, until it is gone.
  expect([of('198.51.100.7'), of('203.0.113.7')]).toEqual([undefined, 'unavailable']);
  expect(admitted('203.0.113.8')(limits.requestBytes)).toBeUndefined();
});

test('what is finished gives its room back', () => {
  const [first, second] = [admitted('192.0.2.7'), admitted('192.0.2.7')];
  expect([first(2 * mebibyte), second(mebibyte)]).toEqual([undefined, 'rate_limited']);
  first(0);
  second(0);
  expect(second(2 * mebibyte)).toBeUndefined();
});
