export { admit, type QueueLoad } from './admission.ts';
export { type Conversation, chooseWorker, silentMs, type WorkerStatus } from './choose-worker.ts';
export { backgroundRound, FairRounds, type Flow } from './fair-rounds.ts';
export { Pace, type PaceLook, paceWindowMs } from './pace.ts';
export {
  coolDownMs,
  type Limits,
  type Observation,
  type Reason,
  type ScalingState,
  wantedWorkers,
  withinLimits,
} from './wanted-workers.ts';
