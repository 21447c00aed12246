import { describe, expect, it } from 'vitest';
import { type ScriptedAnswer, startScriptedGateway } from '../../packages/chat/src/testing/scripted-gateway.ts';
import { type Answer, connectVisitor, newWords } from './visitor.ts';

describe('an answer', () => {
  const site = { siteKey: 'demo', name: 'Shop', greeting: '', colour: '#1f7a4d', suggestions: [] };

  /** Asks a gateway that answers so. */
  async function ask(onQuestion: (answer: ScriptedAnswer) => void): Promise<Answer> {
    const gateway = await startScriptedGateway({ site, onQuestion });
    try {
      const visitor = await connectVisitor(gateway.url, 'demo', { patienceMs: 5_000 });
      return await visitor.ask('May I?').finally(() => visitor.close());
    } finally {
      await gateway.close();
    }
  }

  it('is whole once its words have come and are those that are stored', async () => {
    const answer = await ask(({ say, done }) => {
      say('You ');
      say('may.');
      done();
    });
    expect(answer).toMatchObject({ streamedText: 'You may.', storedText: 'You may.', packets: 2 });
    expect(answer.gapsMs).toHaveLength(1);
    expect(answer.ttftMs).toBeLessThanOrEqual(answer.e2eMs);
  });

  it('that comes with its end alone was not streamed', async () => {
    const asked = ask(({ sayUnheard, done }) => {
      sayUnheard('You may.');
      done();
    });
    await expect(asked).rejects.toMatchObject({ kind: 'wrong-text' });
  });
});

it.each([
  ['', 0, 'You ', 'You '],
  ['You ', 4, 'may.', 'may.'],
  ['You ', 2, 'u may.', 'may.'],
  ['You may.', 4, 'may.', ''],
  ['You may.', 0, 'You', ''],
])('%j with %i %j goes on with %j', (shown, position, text, expected) => {
  expect(newWords(shown, { position, text })).toBe(expected);
});

it.each([
  ['words are missing', 'You ', 5, 'may.'],
  ['what was shown is changed', 'You may.', 4, 'can.'],
  ['what was shown is changed and gone on with', 'You ', 0, 'We may.'],
])('%s', (_, shown, position, text) => {
  expect(newWords(shown, { position, text })).toBeUndefined();
});
