import type { Measured, Stage } from './measured.ts';

export const stages = ['gateway', 'queue', 'prefill', 'firstToken', 'relay'] as const satisfies Stage[];

/** Where the time to the first words of an answer went; milliseconds. */
export type StageTimes = Record<Stage | 'ttft', number>;

/** Of the answers that went through all stages: not of those from the answer cache. */
export function stagesOf({ sent, rows }: Pick<Measured, 'sent' | 'rows'>): StageTimes[] {
  return sent.flatMap(({ generationId, ttftMs, outcome }) => {
    const row = outcome === 'answered' ? rows.get(generationId ?? '') : undefined;
    if (!row) return [];
    const { gatewayMs, queueMs, prefillMs, firstTokenMs } = row;
    if (gatewayMs === null || queueMs === null || prefillMs === null || firstTokenMs === null) return [];
    const told = { gateway: gatewayMs, queue: queueMs, prefill: prefillMs, firstToken: firstTokenMs };
    return [{ ...told, relay: ttftMs - gatewayMs - queueMs - prefillMs - firstTokenMs, ttft: ttftMs }];
  });
}
