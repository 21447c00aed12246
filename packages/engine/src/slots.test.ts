import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Slots } from './slots.ts';

class Sample {
  ended = false;
  readTokens = 0;
}

/** Slots whose memory holds the sequence that owns it, so that a forgotten move shows. */
function slotsWithMemory(count: number) {
  const memory: (Sample | undefined)[] = new Array(count).fill(undefined);
  const slots = new Slots<Sample>(count, async (from, to) => {
    memory[to] = memory[from];
  });
  return { slots, memory };
}

const operation = fc.oneof(
  fc.record({ kind: fc.constantFrom('admit', 'admit', 'admit', 'join', 'join', 'sweep', 'sweep', 'clear') }),
  fc.record({ kind: fc.constantFrom('end', 'end prefilling'), index: fc.nat(10) }),
);

test('decoding sequences are always in the first slots, each with its own memory', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 6 }),
      fc.array(operation, { maxLength: 60 }),
      async (count, operations) => {
        const { slots, memory } = slotsWithMemory(count);
        const left: Sample[] = [];
        let admitted = 0;
        for (const { kind, ...rest } of operations) {
          if (kind === 'admit' && slots.decoding.length + slots.prefilling.length < count) {
            const sequence = new Sample();
            await slots.admit(sequence);
            memory[slots.slotOf(sequence)] = sequence;
            admitted++;
          } else if (kind === 'join' && slots.prefilling.length > 0) {
            await slots.join();
          } else if ('index' in rest) {
            const sequence = (kind === 'end' ? slots.decoding : slots.prefilling)[rest.index];
            if (sequence) sequence.ended = true;
          } else if (kind === 'sweep') {
            await slots.sweep(async (sequence, slot) => {
              expect(memory[slot]).toBe(sequence);
              left.push(sequence);
            });
            expect([...slots.decoding, ...slots.prefilling].every(({ ended }) => !ended)).toBe(true);
          } else if (kind === 'clear') {
            left.push(...slots.decoding, ...slots.prefilling);
            slots.clear();
          }
          for (const [slot, sequence] of slots.decoding.entries()) expect(memory[slot]).toBe(sequence);
          for (const sequence of slots.prefilling) expect(memory[slots.slotOf(sequence)]).toBe(sequence);
        }
        const inside = slots.decoding.length + slots.prefilling.length;
        expect(new Set(left).size).toBe(left.length);
        expect(left.length + inside).toBe(admitted);
      },
    ),
    { numRuns: 500 },
  );
});
