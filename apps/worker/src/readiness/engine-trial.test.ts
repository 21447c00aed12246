import { type Engine, EngineError, type SequenceRequest, type SequenceResult } from '@frontdesk/engine';
import { expect, test } from 'vitest';
import { stillWorks } from './engine-trial.ts';

const [fine, native, closed] = [
  undefined,
  new EngineError('native_failure', 'RunWithBinding: an illegal memory access was encountered'),
  new EngineError('closed', 'the engine was closed'),
];

test.each([
  ['that says something', [fine], true],
  ['that fails once more, and then says something', [native, fine], true],
  ['that fails whatever it is asked', [native, native], false],
  ['that was closed meanwhile, which says nothing of it', [closed], true],
])('an engine %s', async (_, outcomes, works) => {
  const asked: SequenceRequest[] = [];
  const forgotten: string[] = [];
  const engine: Pick<Engine, 'generate' | 'forget' | 'capacityTokens'> = {
    capacityTokens: 64,
    async *generate(request) {
      asked.push(request);
      yield { firstToken: 0, ids: [1] };
      // It may fail at the second token only.
      const failure = outcomes[asked.length - 1];
      if (failure) throw failure;
      return {} as SequenceResult;
    },
    forget: async (owner) => {
      forgotten.push(owner);
      return { blocks: 0, bytes: 0 };
    },
  };
  expect(await stillWorks(engine)).toBe(works);
  expect(asked).toHaveLength(outcomes.length);
  // Nothing of it stays in the prefix cache.
  expect(forgotten).toEqual(outcomes.includes(fine) ? [asked[0]?.owner] : []);
});
