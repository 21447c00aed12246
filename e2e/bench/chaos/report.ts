import type { Figure } from '../load/figures.ts';
import type { RunReport } from '../load/report.ts';
import type { Problem } from './audit.ts';
import type { Gap } from './gaps.ts';
import type { ChaosSettings } from './settings.ts';
import type { Struck } from './strike.ts';

/** All that one call of the benchmark found out. Times count from the start of the load, in seconds unless named else. */
export interface ChaosReport extends Pick<RunReport, 'queue' | 'cores'> {
  at: string;
  machine: string;
  /** What else the machine did before: figures of a busy one say little. */
  loadBefore: number;
  settings: ChaosSettings;
  figures: Figure[];
  /** Targets that were missed, in words. */
  misses: string[];
  /** What is wrong in the store or was shown wrongly. */
  problems: Problem[];
  struck: Struck[];
  gaps: (Gap & { atSeconds: number })[];
  messages: (RunReport['messages'][number] & { generationId?: string })[];
}
