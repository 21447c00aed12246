import { randomBytes } from 'node:crypto';
import { type ChatMessage, loadTokenizer, type Tokenizer } from '@frontdesk/tokenizer';
import { ModelError } from './model-error.ts';
import { withinTime } from './within-time.ts';

/** A chat of four words takes milliseconds; a template may loop for ever. */
const TEMPLATE_MS = 10_000;

/** The chats that answers are made from: a question, and one after an answer. */
const CHATS: readonly ChatMessage['role'][][] = [
  ['system', 'user'],
  ['system', 'user', 'assistant', 'user'],
];

/** Makes sure that our tokenizer reads this one and that the template takes our chats, whole. Returns the number of tokens. */
export function checkTokenizer(files: Parameters<typeof loadTokenizer>[0]): number {
  try {
    const tokenizer = loadTokenizer(files);
    withinTime(TEMPLATE_MS, () => {
      for (const roles of CHATS) checkChat(tokenizer, roles);
    });
    return tokenizer.vocabSize;
  } catch (cause) {
    const reason = (cause as Error).message;
    throw new ModelError('unsupported_model', `The model's tokenizer or chat template will not do: ${reason}.`, {
      cause,
    });
  }
}

function checkChat(tokenizer: Tokenizer, roles: readonly ChatMessage['role'][]): void {
  const chat = roles.map((role): ChatMessage => ({ role, content: randomBytes(8).toString('hex') }));
  const text = tokenizer.decode(tokenizer.encodeChat(chat, { addGenerationPrompt: true }));
  const lost = chat.find(({ content }) => !text.includes(content));
  if (lost) throw new Error(`its chat template leaves out the ${lost.role} message, or changes it`);
}
