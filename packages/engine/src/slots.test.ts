import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Slots } from './slots.ts';

class Sample {
  ended = false;
  failed = false;
  readonly ids: number[] = [];
  readonly owner: string | undefined;

  constructor(owner?: string) {
    this.owner = owner;
  }

  get readTokens(): number {
    return this.ids.length;
  }

  get readIds(): number[] {
    return [...this.ids];
  }
}

/** Slots with memory, so that a forgotten move shows. */
function slotsWithMemory(count: number) {
  const memory: number[][] = Array.from({ length: count }, () => []);
  const moves = { fail: false, hasFailed: false };
  const slots = new Slots<Sample>(count, async (from, to, tokens) => {
    const { fail } = moves;
    moves.fail = false;
    moves.hasFailed ||= fail;
    const moved = fail ? 1 : tokens;
    memory[to]?.splice(0, moved, ...(memory[from] ?? []).slice(0, moved));
    if (fail) throw new Error('the copy failed half way');
  });
  return { slots, memory, moves };
}

test('of what was left in slots nobody knows any more whose owner is forgotten', async () => {
  const { slots } = slotsWithMemory(3);
  for (const owner of ['ann', 'bob', 'ann']) {
    const sequence = new Sample(owner);
    await slots.admit(sequence);
    sequence.ids.push(1, 2);
    await slots.join();
  }
  for (const sequence of slots.decoding) sequence.ended = true;
  await slots.sweep(async () => {});
  slots.forget('ann');
  const left: (readonly number[])[] = [];
  for (let slot = 0; slot < 3; slot++) {
    left.push(await slots.admit(new Sample()));
    await slots.join();
  }
  expect(left).toEqual([[], [1, 2], []]);
});

const operation = fc.oneof(
  fc.record({ kind: fc.constantFrom('admit', 'admit', 'admit', 'join', 'join', 'sweep', 'sweep', 'clear', 'break') }),
  fc.record({ kind: fc.constantFrom('read', 'end', 'fail', 'end prefilling'), index: fc.nat(10) }),
);

test('decoding sequences are always in the first slots, each with its own memory; what was left there is known', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 6 }),
      fc.array(operation, { maxLength: 60, size: 'max' }),
      async (count, operations) => {
        const { slots, memory, moves } = slotsWithMemory(count);
        const left = new Set<Sample>();
        let admitted = 0;
        let id = 0;
        const clear = () => {
          for (const sequence of [...slots.decoding, ...slots.prefilling]) left.add(sequence);
          slots.clear();
        };
        const read = (sequence: Sample) => {
          sequence.ids.push(++id);
          memory[slots.slotOf(sequence)]?.splice(sequence.readTokens - 1, 1, id);
        };
        for (const { kind, ...rest } of operations) {
          if (kind === 'admit' && slots.decoding.length + slots.prefilling.length < count) {
            const sequence = new Sample();
            const leftIds = await slots.admit(sequence).catch(() => undefined);
            if (!leftIds) continue;
            expect(memory[slots.slotOf(sequence)]?.slice(0, leftIds.length)).toEqual(leftIds);
            // Some of it is what the next one begins with.
            sequence.ids.push(...leftIds.slice(0, 1));
            read(sequence);
            admitted++;
          } else if (kind === 'join' && slots.prefilling.length > 0) {
            await slots.join().catch(() => {
              Object.assign(slots.prefilling.at(-1) ?? {}, { ended: true, failed: true });
            });
          } else if ('index' in rest) {
            const among = kind === 'end prefilling' ? slots.prefilling : slots.decoding;
            const sequence = among[rest.index % among.length];
            if (sequence && kind === 'read') read(sequence);
            else if (sequence) sequence.ended = true;
            if (sequence && kind === 'fail') {
              sequence.failed = true;
              memory[slots.slotOf(sequence)]?.fill(-1);
            }
          } else if (kind === 'sweep') {
            try {
              await slots.sweep(async (sequence, slot) => {
                if (!sequence.failed) expect(memory[slot]?.slice(0, sequence.readTokens)).toEqual(sequence.readIds);
                left.add(sequence);
              });
            } catch (error) {
              if (!moves.hasFailed) throw error;
              clear();
            }
            moves.hasFailed = false;
            expect([...slots.decoding, ...slots.prefilling].every(({ ended }) => !ended)).toBe(true);
          } else if (kind === 'clear') {
            clear();
          } else if (kind === 'break') {
            moves.fail = true;
          }
          for (const [slot, sequence] of slots.decoding.entries()) expect(slots.slotOf(sequence)).toBe(slot);
          for (const sequence of [...slots.decoding, ...slots.prefilling]) {
            const own = memory[slots.slotOf(sequence)]?.slice(0, sequence.readTokens);
            if (!sequence.failed) expect(own).toEqual(sequence.readIds);
          }
        }
        const inside = slots.decoding.length + slots.prefilling.length;
        expect(left.size + inside).toBe(admitted);
      },
    ),
    { numRuns: 500 },
  );
});
