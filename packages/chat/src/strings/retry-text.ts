import type { ChatLocale } from './languages.ts';

/** When a message that was not taken is sent again, such as "Next try in 12 seconds.", in the customer's language. */
export function retryText({ tag, strings }: Pick<ChatLocale, 'tag' | 'strings'>, afterMs: number): string {
  return strings.nextTry(new Intl.RelativeTimeFormat(tag).format(Math.max(1, Math.ceil(afterMs / 1_000)), 'second'));
}
