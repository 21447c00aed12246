import type { Limits } from '@frontdesk/scaling';
import type { Ask } from './customers.ts';
import type { Message } from './message.ts';
import type { ServiceTimes } from './service-times.ts';

/** Who asks: when the first message is sent, and what is asked one after the other, until `goesMs`. */
export interface Asker {
  comesMs: number;
  goesMs: number;
  asks: Iterator<Ask, unknown>;
}

export interface Scenario {
  askers: readonly Asker[];
  times: ServiceTimes;
  /** By the conversation's prefix and by load, or whoever pulls first. */
  choice: 'affinity' | 'pulling';
  /** A number that stays, or what the autoscaler keeps to. */
  workers: number | Limits;
  slots: number;
  /** Workers that die: when, in milliseconds. The busiest one each time. */
  lossesMs: readonly number[];
  /** No message is sent from then on; what is under way goes on to its end. */
  untilMs: number;
  seed: number;
}

/** Once a second. */
export interface Sample {
  atMs: number;
  waiting: number;
  running: number;
  wanted: number;
  ready: number;
}

export interface Run {
  messages: Message[];
  samples: Sample[];
}
