import type { ChatMessage } from '../chat-customer.ts';
import type { StoredAnswer, StoredChunk } from '../stored-answers.ts';

/** A message that was answered with `You may.` half a second later. */
export function message(parts: Partial<ChatMessage> = {}): ChatMessage {
  return {
    ...{ clientMessageId: 'm', visitorId: 'v', generationId: 'g', atMs: 1_000, opens: false },
    ...{ outcome: 'answered', text: 'You may.', ttftMs: 400, e2eMs: 500, gapsMs: [100] },
    shown: [
      { atMs: 1_400, chars: 4 },
      { atMs: 1_500, chars: 8 },
    ],
    ...parts,
  };
}

export function chunk(parts: Partial<StoredChunk>): StoredChunk {
  return { epoch: 1, firstToken: 0, tokens: 1, position: 0, text: '', ...parts };
}

/** Its answer as it is stored. */
export function storedAnswer(parts: Partial<StoredAnswer> = {}): StoredAnswer {
  return {
    ...{ generationId: 'g', clientMessageId: 'm', state: 'done', epoch: 1, errorCode: null, generatedTokens: 3 },
    ...{ queuedAtMs: 1_010, texts: ['You may.'], endings: 1 },
    chunks: [chunk({ tokens: 1, text: 'You ' }), chunk({ firstToken: 1, tokens: 2, position: 4, text: 'may.' })],
    ...parts,
  };
}
