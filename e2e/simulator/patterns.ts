import type { Limits } from '@frontdesk/scaling';
import { quoted, type Workload, worded } from './workload.ts';

/** How many customers there are over time, and what else happens. */
export interface Pattern {
  name: string;
  description: string;
  workload: Workload;
  /** What is measured; the warm-up comes before. */
  seconds: number;
  /** Customers at a second of the measured time. */
  usersAt(second: number): number;
  /** Workers where their number is fixed. */
  workers: number;
  /** Where it is not. */
  limits: Limits;
  /** When a worker dies: the busiest one. */
  losses: readonly number[];
}

const limits: Limits = { min: 2, max: 8 };
const hourSeconds = 60;

const standard = { workload: worded, workers: 2, limits, losses: [] };

export const patterns: readonly Pattern[] = [
  {
    ...standard,
    ...{ name: 'steady', description: '200 customers', seconds: 600, usersAt: () => 200 },
  },
  {
    ...standard,
    name: 'daily',
    description: 'a day in 24 minutes, 20 customers at night and 500 at noon',
    seconds: 24 * hourSeconds,
    workers: 3,
    usersAt: (second) => 20 + 480 * Math.sin((Math.PI * second) / (24 * hourSeconds)) ** 2,
  },
  {
    ...standard,
    name: 'spike',
    description: '200 customers, 800 within 30 s, 200 again after four minutes',
    seconds: 720,
    usersAt: (second) => 200 + 600 * Math.max(0, Math.min(1, (second - 120) / 30, (420 - second) / 30)),
  },
  {
    ...standard,
    name: 'worker lost',
    description: '300 customers, the busiest of the workers dies after 200 s',
    ...{ seconds: 600, usersAt: () => 300, workers: 3, losses: [200] },
  },
  {
    ...standard,
    name: 'quoted',
    description: '200 customers, answers quoted instead of worded: nothing of the conversation is in the prompt',
    ...{ workload: quoted, seconds: 600, usersAt: () => 200 },
  },
];
