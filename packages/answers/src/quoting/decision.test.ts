import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decide, decideAlone, defaultDecisionParameters, withCaution } from './decision.ts';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const logProbability = fc.double({ min: -1e3, max: 0, noNaN: true });
const evidence = fc.record({
  scores: fc.array(share, { maxLength: 3 }).map((scores) => scores.sort((a, b) => b - a)),
  lacksKind: fc.boolean(),
  ownCase: share,
  forPerson: share,
});

it('alone nothing is decided that the model could have turned into a hand-over', () => {
  let decided = 0;
  const property = fc.property(evidence, logProbability, logProbability, (known, answer, handOver) => {
    const alone = decideAlone(known, defaultDecisionParameters);
    if (!alone) return;
    decided += 1;
    const branches = { answer, 'hand-over': handOver, reply: Number.NEGATIVE_INFINITY };
    expect(decide({ ...known, branches }, defaultDecisionParameters).branch).toBe('answer');
    expect(alone.confidence).toBeGreaterThanOrEqual(defaultDecisionParameters.threshold);
  });
  fc.assert(property, {
    numRuns: 2_000,
    examples: [[{ scores: [1, 0], lacksKind: false, ownCase: 0, forPerson: 0 }, -1e3, 0]],
  });
  expect(decided).toBeGreaterThan(0);
});

it('nothing is decided alone by a model that counts for more, without a passage, or where a person may have to see the message', () => {
  const known = { scores: [0.9999, 0], lacksKind: false, ownCase: 0, forPerson: 0.1 };
  const { confidence } = defaultDecisionParameters;
  const trusting = { ...defaultDecisionParameters, confidence: { ...confidence, modelLogOdds: 40 } };
  expect(decideAlone(known, defaultDecisionParameters)).toBeDefined();
  expect(decideAlone(known, trusting)).toBeUndefined();
  expect(decideAlone({ ...known, scores: [] }, defaultDecisionParameters)).toBeUndefined();
  expect(decideAlone({ ...known, forPerson: 0.7 }, defaultDecisionParameters)).toBeUndefined();
});

it('a careful site answers less, a forthcoming one more, and a balanced one as it comes', () => {
  const parameters = {
    ...defaultDecisionParameters,
    threshold: 0.6,
    otherThresholds: { careful: 0.8, forthcoming: 0.4 },
  };
  const levels = ['careful', 'balanced', 'forthcoming'] as const;
  const answeredBy = (score: number) =>
    levels.filter((caution) => {
      const branches = { answer: -1, 'hand-over': -1, reply: Number.NEGATIVE_INFINITY };
      const signals = { scores: [score, 0], lacksKind: false, ownCase: 0, forPerson: 0, branches };
      return decide(signals, withCaution(parameters, caution)).branch === 'answer';
    });
  const found = Array.from({ length: 100 }, (_, at) => answeredBy((at + 0.5) / 100).join());
  expect([...new Set(found)]).toEqual(['', 'forthcoming', 'balanced,forthcoming', levels.join()]);
});

it('parameters that know one threshold alone have it for every site', () => {
  const { otherThresholds: _, ...parameters } = defaultDecisionParameters;
  expect(withCaution(parameters, 'careful').threshold).toBe(parameters.threshold);
});

it('the thresholds in use are in their order', () => {
  const { threshold, otherThresholds } = defaultDecisionParameters;
  expect(otherThresholds?.careful).toBeGreaterThan(threshold);
  expect(otherThresholds?.forthcoming).toBeLessThan(threshold);
});
