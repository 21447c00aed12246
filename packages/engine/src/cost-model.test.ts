import { expect, test } from 'vitest';
import { CostModel } from './cost-model.ts';

test('follows what steps take', () => {
  const costs = new CostModel();
  for (let round = 0; round < 200; round++) {
    const sequences = 1 + (round % 8);
    const tokens = 16 * (1 + (round % 4));
    costs.observeDecode(sequences, 10 + 5 * sequences);
    costs.observeChunk(tokens, 0, 20 + 3 * tokens);
  }
  expect(costs.decodeMs(8)).toBeCloseTo(50, 0);
  expect(costs.chunkMs(40, 0)).toBeCloseTo(140, 0);
  expect(costs.chunkTokensIn(140.5, 0)).toBe(40);
  expect(costs.chunkTokensIn(5, 0)).toBeLessThan(1);
});

test('a pause of the machine is forgotten within some steps; one that stays slow is followed', () => {
  const costs = new CostModel();
  const run = (rounds: number, slower: number) => {
    for (let round = 0; round < rounds; round++) {
      const [sequences, tokens] = [1 + (round % 8), 16 * (1 + (round % 4))];
      costs.observeDecode(sequences, slower * (3 + 2 * sequences));
      costs.observeChunk(tokens, 0, slower * (5 + tokens));
    }
  };
  run(200, 1);
  costs.observeDecode(8, 10_000);
  costs.observeChunk(32, 0, 10_000);
  expect(costs.decodeMs(8)).toBeLessThan(2 * 19);
  expect(costs.chunkTokensIn(45, 0)).toBeGreaterThan(20);
  run(40, 1);
  expect(costs.decodeMs(8)).toBeLessThan(1.1 * 19);
  expect(Math.abs(costs.chunkTokensIn(45, 0) - 40)).toBeLessThan(5);
  run(100, 20);
  expect(costs.decodeMs(8)).toBeGreaterThan(0.8 * 20 * 19);
  expect(costs.chunkMs(32, 0)).toBeGreaterThan(0.8 * 20 * 37);
});

test('when all steps were alike, cost grows with the size', () => {
  const costs = new CostModel();
  for (let round = 0; round < 2_000; round++) costs.observeChunk(32, 0, 64);
  expect(costs.chunkMs(32, 0)).toBeCloseTo(64, 3);
  expect(costs.chunkMs(64, 0)).toBeCloseTo(128, 0);
});

test('the further a prompt has been read, the fewer of its tokens are read in the same time', () => {
  const costs = new CostModel();
  for (let round = 0; round < 200; round++) {
    const [tokens, context] = [16 * (1 + (round % 4)), 100 * (round % 9)];
    costs.observeChunk(tokens, context, 5 + tokens * (1 + context / 750));
  }
  expect(costs.chunkMs(20, 750)).toBeCloseTo(45, 0);
  expect(costs.chunkTokensIn(45.5, 0)).toBe(40);
  expect(costs.chunkTokensIn(45.5, 750)).toBe(20);
});

test('where more seems to cost no more, nothing fits into time that is over', () => {
  const costs = new CostModel();
  for (let round = 0; round < 400; round++) costs.observeChunk(40 + 8 * (round % 2), 0, 40 - 8 * (round % 2));
  expect(costs.chunkTokensIn(50, 0)).toBeGreaterThan(40);
  expect(costs.chunkTokensIn(-100, 0)).toBeLessThan(1);
});

test('more work never looks cheaper, whatever the noise', () => {
  const costs = new CostModel();
  for (let round = 0; round < 100; round++) costs.observeDecode(1 + (round % 4), 40 - 5 * (round % 4));
  expect(costs.decodeMs(30)).toBeGreaterThanOrEqual(costs.decodeMs(1));
  expect(costs.decodeMs(1)).toBeGreaterThan(0);
});
