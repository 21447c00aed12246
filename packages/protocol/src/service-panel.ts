import * as z from 'zod/mini';
import type { ServiceBudget, ServiceHistory, ServiceNow, ServiceWindow } from './service-metrics.ts';
import { pageTime } from './visitor-socket.ts';

/** The longest range of the service panel: as long as its figures are kept. */
export const mostPanelMinutes = 90 * 24 * 60;

/** `GET …/service`: the last `minutes`, or from one moment to another. */
export const servicePanelQuery = z.union([
  z.strictObject({ minutes: z.coerce.number().check(z.int(), z.minimum(1), z.maximum(mostPanelMinutes)) }),
  z.strictObject({ from: pageTime, to: pageTime }),
]);

/** A worker that is alive. It serves all sites. */
export interface WorkerView {
  id: string;
  state: 'starting' | 'warming' | 'ready' | 'draining';
  slots: number;
  running: number;
  /** Over the last 10 s. */
  tokensPerSecond: number;
  modelHash: string;
  startedAt: string;
  /** Since it started: the part of the prompts' tokens that its prefix cache had, null where none was asked; the time that saved. */
  prefixHitShare: number | null;
  prefixSavedMs: number;
}

/** That another number of workers is wanted, why, and what was seen when that was decided. */
export interface ScalingDecisionView {
  decidedAt: string;
  wanted: number;
  /** How many were wanted before; null where that is not known. */
  before: number | null;
  reason: 'queue' | 'ttft' | 'calm' | 'limits';
  waiting: number;
  running: number;
  ready: number;
  starting: number;
  ttftP99Ms: number | null;
}

/** How the promise stands: judged by the quarter of an hour that ended with the last message, and how long that has been so. */
export interface PromiseSince {
  kept: boolean;
  /** The first minute that was judged so, back to which none was judged otherwise. */
  since: string;
}

/** How the service does and did, of one site or of the installation. Workers and their scaling are the installation's. */
export interface ServicePanel {
  at: string;
  from: string;
  to: string;
  stepMinutes: number;
  history: ServiceHistory;
  /** Of the last quarter of an hour, the running minute counted. */
  window: ServiceWindow;
  now: ServiceNow;
  budget: ServiceBudget;
  /** Of now, whichever range is asked for; null where nobody has asked anything for as long as figures are kept. */
  promise: PromiseSince | null;
  workers: WorkerView[];
  /** The newest first. */
  decisions: ScalingDecisionView[];
}
