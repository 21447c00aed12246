import { CodedError } from '@frontdesk/protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { KeyLookUps } from './key-look-ups.ts';

let room: number;
let reads: string[];
let lookUps: KeyLookUps;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  [room, reads] = [3, []];
  lookUps = new KeyLookUps({
    lookUp: async () => {
      if (room-- <= 0) throw new CodedError('rate_limited');
    },
  });
});
afterEach(() => {
  vi.useRealTimers();
});

const find = (key: string, found: string | null = key === 'right' ? key : null) =>
  lookUps.find(key, 'a', async () => {
    reads.push(key);
    return found;
  });

test('beyond its limit an address has nothing looked up any more, but for what was right before', async () => {
  expect(await find('right')).toBe('right');
  for (const key of ['wrong', 'other']) expect(await find(key)).toBeNull();
  await expect(find('third')).rejects.toMatchObject({ code: 'rate_limited' });
  expect(await find('right')).toBe('right');
  expect(reads).toEqual(['right', 'wrong', 'other', 'right']);
  // A key that is none any more counts as any other.
  expect(await find('right', null)).toBeNull();
  vi.advanceTimersByTime(2_001);
  await expect(find('right')).rejects.toMatchObject({ code: 'rate_limited' });
});

test('the same wrong key is looked up once in some seconds', async () => {
  for (let time = 0; time < 10; time += 1) expect(await find('wrong')).toBeNull();
  expect(reads).toEqual(['wrong']);
  vi.advanceTimersByTime(2_001);
  await find('wrong');
  expect(reads).toEqual(['wrong', 'wrong']);
});
