import { describe, expect, it } from 'vitest';
import { cacheableQuestion } from './cacheable-question.ts';

describe('cacheableQuestion', () => {
  it.each([
    ['Do you ship to Canada?', 'do you ship to canada'],
    ['  do  you ship\nto Canada ?!', 'do you ship to canada'],
    ['¿Do you ship to “Canada”?', 'do you ship to “canada”'],
    ['What’s your phone number...', "what's your phone number"],
    ['ＤＯ ＹＯＵ ship?', 'do you ship'],
    ['"do you ship"', 'do you ship'],
    ['هل تشحنون؟', 'هل تشحنون'],
    ['配送しますか？', '配送しますか'],
    ['配送しますか。', '配送しますか'],
    ['क्या आप भेजते हैं।', 'क्या आप भेजते हैं'],
    ['Στέλνετε δέματα\u037e!', 'στέλνετε δέματα'],
    ['Στέλνετε δέματα;;', 'στέλνετε δέματα'],
  ])('takes %j for %j', (text, question) => expect(cacheableQuestion(text)).toBe(question));

  it.each([
    ['do you teach C', 'do you teach C++'],
    ['is it $5?', 'is it €5?'],
    ['is -5 °C too cold', 'is 5 °C too cold'],
    ['résumé', 'resume'],
    ['how much is the 32"?', "how much is the 32'?"],
    ['do you teach C', 'do you teach C;'],
  ])('tells %j from %j', (one, other) => expect(cacheableQuestion(one)).not.toBe(cacheableQuestion(other)));

  it.each(['', ' \n', '???', 'x'.repeat(1_001), '見'.repeat(334)])('does not keep %#', (text) =>
    expect(cacheableQuestion(text)).toBeNull(),
  );

  it('takes no time for thousands of marks', () => {
    const begun = performance.now();
    for (let times = 0; times < 20; times += 1) cacheableQuestion(`${'…'.repeat(3_999)}a`);
    for (let times = 0; times < 20; times += 1) cacheableQuestion(`α${'!;'.repeat(450)}a`);
    expect(performance.now() - begun).toBeLessThan(1_000);
  });
});
