import type { ChatMessage, Tokenizer } from '@frontdesk/tokenizer';

const SHOPS = [
  ['a shop for ceramic pots', 'Returns are free within 30 days. Shipping costs $5 and is free above $50.'],
  ['a bicycle workshop', 'We are open Monday to Friday from 9 to 18. A check-up costs $40 and takes one day.'],
  ['a bakery with delivery', 'Bread is baked every morning at 4. Orders until 20:00 arrive the next day before 8.'],
  ['an online pharmacy', 'Prescriptions are checked within two hours. Cool boxes cost nothing extra.'],
  [
    'a language school',
    'Courses begin every first Monday. A group has at most eight people; the first lesson is free.',
  ],
  ['a hotel by the sea', 'Check-in is from 15:00, check-out until 11:00. Dogs are welcome for $12 a night.'],
  ['a maker of lamps', 'Every lamp has a warranty of five years. Spare parts are sent within three days.'],
  ['a garden centre', 'Plants that die within 60 days are replaced once. Seeds can not be returned.'],
  ['a telephone company', 'A contract runs for a month. The number can be kept when one changes the provider.'],
  ['a museum', 'On Thursdays the entrance is free. Tours in English start at 11:00 and at 15:00.'],
] as const;

const QUESTIONS = [
  'What does it cost?',
  'When are you open?',
  'How long does it take?',
  'Can I send it back, and who pays for that?',
  'Hi! Are you a real person?',
  'I have been waiting for a week now. What happened to my order?',
  'Is there a warranty?',
  'Do you speak German?',
  'What do you recommend for a beginner?',
  'I would like to cancel, please.',
  'Where can I find you?',
  'Tell me everything that I should know before I decide, please, in a few sentences.',
  'Thanks, that was helpful!',
  'Is it free on Thursday?',
  'What if it arrives broken? It is a present for my mother, and her birthday is on the 14th.',
  'Can I pay by card?',
  'Do you have something for children?',
  'How many people can come?',
  'Why should I choose you?',
  'Could you write a short poem about your shop?',
] as const;

/** Shops whose customers ask in turns. */
const NEIGHBOURS = 2;
const PROMPTS_OF_NEIGHBOURS = NEIGHBOURS * QUESTIONS.length;

/**
 * Chats as customers have them, 200 different ones, the same in every run: short ones, and every fourth with turns before
 * it. Those of a shop begin alike, and customers of two shops come in turns.
 */
export function chatPrompts(tokenizer: Tokenizer, count: number): number[][] {
  return Array.from({ length: count }, (_, index) => {
    const pair = Math.floor(index / PROMPTS_OF_NEIGHBOURS);
    const [shop, facts] = SHOPS[(NEIGHBOURS * pair + (index % NEIGHBOURS)) % SHOPS.length] as (typeof SHOPS)[number];
    const turn = Math.floor((index % PROMPTS_OF_NEIGHBOURS) / NEIGHBOURS);
    const question = QUESTIONS[turn] as string;
    const messages: ChatMessage[] = [{ role: 'system', content: `You help the customers of ${shop}. ${facts}` }];
    if (index % 4 === 3) {
      const before = QUESTIONS[(turn + 7) % QUESTIONS.length] as string;
      messages.push(
        { role: 'user', content: before },
        { role: 'assistant', content: `Thank you for asking. ${facts}` },
      );
    }
    messages.push({ role: 'user', content: question });
    return tokenizer.encodeChat(messages, { addGenerationPrompt: true });
  });
}
