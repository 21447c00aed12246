import { expect, test } from 'vitest';
import { LetterPlaces, sendAll } from './letter-places.ts';

/** Letters that are on their way until the test says otherwise. */
function letters(count: number) {
  const onTheWay = new Map<number, { resolve: () => void; reject: (error: Error) => void }>();
  let claimed = 0;
  return {
    onTheWay,
    claim: async () => (claimed < count ? ++claimed : null),
    send: (one: number) =>
      new Promise<void>((resolve, reject) => onTheWay.set(one, { resolve, reject })).finally(() =>
        onTheWay.delete(one),
      ),
  };
}

test('five letters are on their way at a time, of all kinds together, and the next one goes when one has arrived', async () => {
  const places = new LetterPlaces();
  const [replies, waits] = [letters(7), letters(1)];
  const ended = Promise.all([sendAll({ places, ...replies }), sendAll({ places, ...waits })]);
  const count = () => replies.onTheWay.size + waits.onTheWay.size;
  await expect.poll(count).toBe(5);
  // Its turn came, though there are more of the others.
  expect(waits.onTheWay.size).toBe(1);
  const arrive = () => {
    for (const one of [...replies.onTheWay.values(), ...waits.onTheWay.values()]) one.resolve();
  };
  replies.onTheWay.get(1)?.resolve();
  await expect.poll(() => [...replies.onTheWay.keys()]).toEqual([2, 3, 4, 5]);
  expect(count()).toBe(5);
  arrive();
  await expect.poll(count).toBe(2);
  arrive();
  await ended;
});

test('one that fails takes no place from the others, and is told', async () => {
  const places = new LetterPlaces();
  for (let turn = 1; turn <= 2; turn += 1) {
    const { claim, send, onTheWay } = letters(8);
    const ended = expect(sendAll({ places, claim, send })).rejects.toThrow('lost');
    for (let one = 1; one <= 8; one += 1) {
      await expect.poll(() => onTheWay.has(one)).toBe(true);
      onTheWay.get(one)?.reject(new Error('lost'));
    }
    await ended;
  }
  const claim = () => Promise.reject(new Error('away'));
  for (let turn = 1; turn <= 6; turn += 1)
    await expect(sendAll({ places, claim, send: async () => {} })).rejects.toThrow('away');
});
