import { randomBytes } from 'node:crypto';
import { Template } from '@huggingface/jinja';
import { TokenizerError } from './tokenizer-error.ts';

export interface ChatMessage {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

/** A piece of a rendered chat: what the template wrote, or what somebody said. */
export interface ChatPiece {
  from: 'template' | 'content';
  text: string;
}

/**
 * A model's Jinja template for chats. It never sees what was said: it is given placeholders that nobody can guess, so
 * that control tokens in the result are the template's own. A template's filters (such as trim) therefore do not reach
 * the contents.
 */
export class ChatTemplate {
  readonly #template: Template;

  /** @throws TokenizerError `template_failed` */
  constructor(source: string) {
    try {
      this.#template = new Template(source);
    } catch (cause) {
      throw new TokenizerError('template_failed', `the chat template can't be parsed: ${(cause as Error).message}`, {
        cause,
      });
    }
  }

  /**
   * @param addGenerationPrompt whether to end with the beginning of the assistant's answer
   * @throws TokenizerError `template_failed` if the template refuses the roles or their order
   */
  render(messages: readonly ChatMessage[], addGenerationPrompt: boolean): ChatPiece[] {
    const mark = randomBytes(16).toString('hex');
    const placeholders = messages.map(({ role }, index) => ({ role, content: `[${mark}:${index}]` }));
    // Splitting at a captured group gives template and content in turn.
    return this.#renderText(placeholders, addGenerationPrompt)
      .split(new RegExp(`\\[${mark}:(\\d+)\\]`))
      .map((text, index) =>
        index % 2 === 0
          ? { from: 'template', text }
          : { from: 'content', text: (messages[Number(text)] as ChatMessage).content },
      );
  }

  #renderText(messages: ChatMessage[], addGenerationPrompt: boolean): string {
    try {
      return this.#template.render({ messages, add_generation_prompt: addGenerationPrompt });
    } catch (cause) {
      throw new TokenizerError('template_failed', `the chat template failed: ${(cause as Error).message}`, { cause });
    }
  }
}
