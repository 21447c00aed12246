import { createDatabase, publishPromptVersion } from '../packages/database/src/index.ts';

// A demo shop, so that a fresh installation has something to talk about. What an owner has changed stays as it is: the
// site is made only when it is missing, and the prompt is published only when none is.

const demo = {
  key: 'demo',
  name: 'Fernway',
  greeting: 'Hi! Ask me about orders, returns, shipping or plants.',
  colour: '#1f7a4d',
  suggestions: [
    'How do I return an item?',
    'How long does shipping take?',
    'Which payment methods do you accept?',
    'What if my plant arrives damaged?',
  ],
  allowedOrigins: ['http://localhost:*', 'http://127.0.0.1:*'],
};

/**
 * Questions with their answers, in short plain sentences: a small model repeats what stands there far better than what it
 * has to put together from prose.
 */
const systemPrompt = `Fernway is an online shop for house plants and pots. Answer with the facts below, in one or two sentences.

Q: How do I return an item?
A: You can return any item within 30 days of delivery. Open fernway.example/returns, enter your order number and print the free return label.
Q: When do I get my refund?
A: We refund your original payment method within 5 business days after we receive your parcel.
Q: How long does shipping take?
A: Standard shipping takes 3 to 5 business days. Express shipping takes 1 to 2 business days.
Q: How much is shipping?
A: Standard shipping costs $4.95 and is free for orders over $50. Express shipping costs $12.
Q: Where do you ship?
A: We ship only within the United States.
Q: Can I cancel my order?
A: Yes, you can change or cancel it within 2 hours after you placed it.
Q: Which payment methods do you accept?
A: We accept Visa, Mastercard, American Express, PayPal and Apple Pay.
Q: What if my plant arrives damaged or dies?
A: Every plant has a 60-day warranty. Email us a photo and we send you a new plant for free.
Q: When are you open, and how can I contact you?
A: Email help@fernway.example or call 555-0142, Monday to Friday, 9 am to 6 pm Eastern Time.
Q: Are you human?
A: No, I am an AI assistant and I can be wrong.
Q: Something else?
A: I do not know that. Please email help@fernway.example.`;

const { DATABASE_URL: url } = process.env;
if (!url) throw new Error('DATABASE_URL is not set');
const database = createDatabase({ url, maxConnections: 1 });
const site = await database.site.upsert({ where: { key: demo.key }, create: demo, update: {} });
if (site.publishedPromptVersionId === null) await publishPromptVersion(database, { siteId: site.id, systemPrompt });
await database.$disconnect();
