import { conversationTurns, drawThinkMs } from '../bench/load/customer.ts';
import { createRandom, integer, pick } from '../bench/load/random.ts';
import type { Turn, Workload } from './workload.ts';

/** From the end of an answer to the customer's next message, on average, in milliseconds. */
const thinkMs = 40_000;

/** Someone who comes, talks, and goes. */
export interface Customer {
  id: number;
  /** When the first message is sent, in milliseconds from the start. */
  comesMs: number;
  /** No message is sent from then on. */
  goesMs: number;
  /** Of the first conversation, what was said before the start. */
  turnsBefore: number;
}

/**
 * Customers that make up a curve. Those of the beginning are spread over one think time and in the middle of their
 * conversations; who comes later asks at once; who goes is anybody.
 *
 * @param usersAt how many there are at a second from the start
 */
export function followCurve(usersAt: (second: number) => number, seconds: number, seed: number): Customer[] {
  const random = createRandom(seed);
  const present: Customer[] = [];
  const all: Customer[] = [];
  const come = (comesMs: number, turnsBefore: number) => {
    const customer = { id: all.length, comesMs, goesMs: Number.POSITIVE_INFINITY, turnsBefore };
    all.push(customer);
    present.push(customer);
  };
  const first = Math.round(usersAt(0));
  for (let index = 0; index < first; index++) {
    come((thinkMs * (index + random())) / first, integer(random, 0, conversationTurns.least - 1));
  }
  for (let second = 1; second < seconds; second++) {
    const wanted = Math.round(usersAt(second));
    while (present.length < wanted) come(1_000 * (second + random()), 0);
    while (present.length > wanted) {
      const going = pick(random, present);
      going.goesMs = 1_000 * second;
      present.splice(present.indexOf(going), 1);
    }
  }
  return all;
}

/** A message as the customer thinks of it. */
export interface Ask extends Turn {
  conversation: string;
  historyTokens: number;
  /** From the end of the answer until the next message, in milliseconds. */
  thinkMs: number;
}

/** What a customer asks, one message after the other, without end: conversations of 4 to 8 turns. */
export function* asksOf({ id, turnsBefore }: Customer, workload: Workload, seed: number): Generator<Ask, never> {
  const random = createRandom(seed * 1_000_003 + id);
  let skipped = turnsBefore;
  for (let conversation = 0; ; conversation++) {
    const turns = integer(random, conversationTurns.least, conversationTurns.most);
    let historyTokens = 0;
    for (let index = 0; index < turns; index++) {
      const turn = workload.drawTurn(random);
      const ask = {
        ...turn,
        conversation: `${id}-${conversation}`,
        historyTokens,
        thinkMs: drawThinkMs(random, thinkMs),
      };
      if (workload.hasHistory) historyTokens += turn.newTokens + 1 + turn.steps + turn.forcedTokens;
      if (skipped > 0) skipped -= 1;
      else yield ask;
    }
  }
}
