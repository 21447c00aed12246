import { expect, test } from 'vitest';
import { launcherTexts } from './launcher-texts.ts';
import { languages } from './strings/languages.ts';

test('the first wish that there is a language for decides, and English where there is none', () => {
  expect(launcherTexts('Fernway', [undefined, null, 'xx', 'pt-BR', 'de']).open).toBe('Abrir o chat');
  expect(launcherTexts('Fernway', ['']).frame).toBe('Chat with Fernway');
});

test('the launcher closes the chat with the words of the chat’s own button', async () => {
  for (const [code, { load }] of Object.entries(languages)) {
    const { default: stringsIn } = await load();
    expect(launcherTexts('Fernway', [code]).close).toBe(stringsIn(() => '').close);
  }
});
