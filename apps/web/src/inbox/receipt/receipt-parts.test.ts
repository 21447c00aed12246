import type { GenerationTimings } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { receiptParts } from './receipt-parts.ts';

const none: GenerationTimings = {
  gatewayMs: null,
  queueMs: null,
  prefillMs: null,
  firstTokenMs: null,
  gatewayTtftMs: null,
  clientTtftMs: null,
  totalMs: null,
  promptTokens: null,
  generatedTokens: null,
  tokensPerSecond: null,
  cached: false,
};

test('an answer that was never started has no receipt', () => {
  expect(receiptParts(none)).toEqual([]);
});

test('the client figure comes first, and the gateway one stands in when no client measured', () => {
  const gateway = { ...none, gatewayTtftMs: 480 };
  expect(receiptParts({ ...gateway, clientTtftMs: 512 })[0]).toEqual({
    label: 'first words',
    text: 'first words 512 ms',
    strong: true,
  });
  expect(receiptParts(gateway)[0]?.label).toBe('first words at the gateway');
});

test('stages follow in the order in which they happen', () => {
  const timings = { ...none, gatewayMs: 4, queueMs: 3, prefillMs: 380, firstTokenMs: 12, totalMs: 2_410 };
  const parts = receiptParts({ ...timings, generatedTokens: 64, tokensPerSecond: 38.6 });
  expect(parts.map((part) => part.label)).toEqual(['gateway', 'queue', 'prefill', 'first token', 'total', 'tokens']);
  expect(parts.at(-1)?.text).toBe('64 tokens at 39/s');
});

test('words that were known beforehand have no pace', () => {
  const [tokens] = receiptParts({ ...none, generatedTokens: 10, tokensPerSecond: 115_064 }).slice(-1);
  expect(tokens?.text).toBe('10 tokens');
});

test('one token is one', () => {
  expect(receiptParts({ ...none, generatedTokens: 1 }).at(-1)?.text).toBe('1 token');
});

test('an answer that no model made says so', () => {
  const parts = receiptParts({ ...none, gatewayTtftMs: 6, gatewayMs: 4, cached: true });
  expect(parts.map(({ text }) => text)).toContain('from the answer cache');
});
