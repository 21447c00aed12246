import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tinyEncoder, tinyModel } from '../../fixtures/tiny.ts';
import { createEncoder, type Encoder, planRuns } from './encoder.ts';

const sequences = [[3, 1, 4, 1, 5], [9], [2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3], [], [8, 4]];

let encoder: Encoder;
beforeAll(async () => {
  encoder = await createEncoder({ modelPath: tinyEncoder.modelPath, pooling: 'mean' });
});
afterAll(() => encoder.close());

const gap = (a: Float32Array, b: Float32Array) =>
  Math.max(...a.map((value, index) => Math.abs(value - (b[index] ?? 9))));

describe('an encoder', () => {
  it('gives each sequence the vector that it has alone, in the order of the sequences', async () => {
    const together = await encoder.encode(sequences);
    expect(together.map(({ length }) => length)).toEqual(sequences.map(() => tinyEncoder.dimensions));
    for (const [index, sequence] of sequences.entries()) {
      const [alone] = await encoder.encode([sequence]);
      expect(gap(together[index] as Float32Array, alone as Float32Array)).toBeLessThan(1e-6);
      expect(Math.hypot(...(alone ?? []))).toBeCloseTo(sequence.length > 0 ? 1 : 0, 5);
    }
    const [first, other] = together as [Float32Array, Float32Array];
    expect(gap(first, other)).toBeGreaterThan(0.05);
  });

  it('takes urgent sequences before those that wait', async () => {
    const order: string[] = [];
    const long = Array.from({ length: 200 }, (_, index) => index % tinyEncoder.vocabSize);
    const patient = encoder.encode(Array.from({ length: 5 }, () => long)).then(() => order.push('patient'));
    const urgent = encoder.encode([[1, 2]], { urgent: true }).then(() => order.push('urgent'));
    await Promise.all([patient, urgent]);
    expect(order).toEqual(['urgent', 'patient']);
    expect(await encoder.encode([])).toEqual([]);
  });

  it('can take the first token’s state', async () => {
    const other = await createEncoder({ modelPath: tinyEncoder.modelPath, pooling: 'first' });
    const [[mean], [first]] = [await encoder.encode([[3, 1, 4]]), await other.encode([[3, 1, 4]])];
    expect(gap(first as Float32Array, mean as Float32Array)).toBeGreaterThan(0.01);
    const [single] = await other.encode([[7]]);
    expect(gap(single as Float32Array, (await encoder.encode([[7]]))[0] as Float32Array)).toBeLessThan(1e-6);
    await other.close();
  });

  it('can have its states read by a function, without padding', async () => {
    const seen: { ids: readonly number[]; states: number }[] = [];
    const other = await createEncoder({
      modelPath: tinyEncoder.modelPath,
      pooling: (states, ids) => {
        seen.push({ ids, states: states.length });
        return Float32Array.of(states[0] as number, ids.length);
      },
    });
    const [[short, long], [alone]] = [await other.encode([[7], [3, 1, 4, 1]]), await other.encode([[7]])];
    expect(short?.[0]).toBeCloseTo(alone?.[0] as number, 6);
    expect([short?.[1], long?.[1]]).toEqual([1, 4]);
    expect(seen.every(({ ids, states }) => states === ids.length * tinyEncoder.dimensions)).toBe(true);
    await other.close();
  });

  it('fails a run that cannot be, and goes on', async () => {
    await expect(encoder.encode([[tinyEncoder.vocabSize]])).rejects.toMatchObject({ code: 'native_failure' });
    expect(await encoder.encode([[1]])).toHaveLength(1);
  });

  it('fails what waits when it is closed', async () => {
    const other = await createEncoder({ modelPath: tinyEncoder.modelPath, pooling: 'mean' });
    const running = other.encode([[1]]);
    const waiting = other.encode([[2]]);
    const outcome = expect(waiting).rejects.toMatchObject({ code: 'closed' });
    await other.close();
    await running;
    await outcome;
    await expect(other.encode([[1]])).rejects.toMatchObject({ code: 'closed' });
  });

  it('is closed for nobody before the run under way has ended', async () => {
    const order: string[] = [];
    const other = await createEncoder({
      modelPath: tinyEncoder.modelPath,
      pooling: (states) => {
        order.push('run');
        return states.slice(0, 1);
      },
    });
    const running = other.encode([[1, 2]]);
    await Promise.all([1, 2].map(() => other.close().then(() => order.push('closed'))));
    await running;
    expect(order).toEqual(['run', 'closed', 'closed']);
  });

  it('refuses a graph that is no encoder', async () => {
    await expect(createEncoder({ modelPath: tinyModel.modelPath, pooling: 'mean' })).rejects.toMatchObject({
      code: 'model_unsupported',
    });
  });
});

it('plans runs of every sequence that has ids, none with more tokens than it may have', () => {
  const lengths = fc.array(fc.nat(60), { maxLength: 40 });
  fc.assert(
    fc.property(lengths, (lengths) => {
      const planned = planRuns(
        lengths.map((length) => new Array<number>(length).fill(1)),
        64,
      );
      const places = planned.flat().sort((a, b) => a - b);
      expect(places).toEqual([...lengths.keys()].filter((place) => lengths[place] !== 0));
      for (const run of planned) {
        expect(run.length * Math.max(...run.map((place) => lengths[place] as number))).toBeLessThanOrEqual(64);
      }
    }),
  );
});
