import * as z from 'zod/mini';
import { serverAddress } from './server-address.ts';

/** What the number of an order may look like, such as `FE-10423`: letters stay, digits stand for any. */
export const orderExampleLimits = { shortest: 4, longest: 40, digits: 3, most: 5 } as const;

const example = z
  .string()
  .check(z.trim(), z.minLength(orderExampleLimits.shortest), z.maxLength(orderExampleLimits.longest))
  .check(z.regex(/^[\p{L}\d]+(?:[-_/.#][\p{L}\d]+)*$/u, 'Letters, digits and signs like - between them.'))
  .check(
    z.refine(
      (text) => text.replace(/\D/g, '').length >= orderExampleLimits.digits,
      `At least ${orderExampleLimits.digits} digits: what has fewer may be anything.`,
    ),
  );

/** `PUT …/order-look-up`: whom the assistant asks about a customer's order. */
export const orderLookUpBody = z.object({
  /** The site's own server. */
  url: serverAddress,
  examples: z.array(example).check(z.minLength(1), z.maxLength(orderExampleLimits.most)),
  /** Whether a customer also has to say the e-mail address of the order: for numbers that can be guessed. */
  asksEmail: z.boolean(),
});
export type OrderLookUpSettings = z.infer<typeof orderLookUpBody>;

/** `GET …/order-look-up`. */
export interface OrderLookUpView {
  settings: OrderLookUpSettings | null;
}

/** With what requests are signed, as webhooks are; shown this once. Null where there was one before, which stays. */
export interface MadeOrderLookUp {
  secret: string | null;
}

/** `POST …/order-look-up/test`. */
export const orderTestBody = z.object({
  number: z.string().check(z.trim(), z.minLength(1), z.maxLength(orderExampleLimits.longest)),
  email: z.nullable(z.string().check(z.trim(), z.maxLength(320))),
});

export interface OrderTest {
  outcome: OrderAnswer['outcome'];
  /** What a customer would read; null where nothing was found. */
  text: string | null;
  /** Why it failed. */
  error: string | null;
  tookMs: number;
}

/** What is posted to the site's server. */
export interface OrderLookUpPayload {
  type: 'order:look-up';
  /** ISO 8601. */
  timestamp: string;
  data: {
    siteId: string;
    /** In capitals, with the letters and signs of the example that it looks like. */
    number: string;
    /** What the customer wrote as theirs, which proves nothing but that they know it. Null where it is not asked for. */
    email: string | null;
    /** Who the customer is, where the site's own server has signed that; null else. */
    customerId: string | null;
    /** Of the sites' languages, the customer's (ISO 639-1). */
    language: string;
  };
}

/** What the site's server may answer with status 200; 404: there is no such order. What it says is said to the customer word for word. */
export const orderReplyLimits = { chars: 1_000, bytes: 16_384 } as const;
export const orderReply = z.object({
  text: z.string().check(z.trim(), z.minLength(1), z.maxLength(orderReplyLimits.chars)),
});

/** What came of asking about an order, as it is stored with the answer that is to say it. */
export const orderAnswer = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('found'), number: z.string(), text: z.string() }),
  z.object({ outcome: z.literal('unknown'), number: z.string() }),
  /** The site's server was not reached, or gave no answer that can be read; or the customer has asked too often. */
  z.object({ outcome: z.literal('failed'), number: z.string() }),
]);
export type OrderAnswer = z.infer<typeof orderAnswer>;
