import { promise } from '@frontdesk/protocol';
import { Prisma } from '../../generated/client.ts';
import { ofSites } from '../sites/site-scope.ts';

/**
 * Generations of customers that ended in `[from, to)`, judged as `packages/protocol/src/service-level.ts` says, one row each:
 * `outcome`, `ttft_ms` (of answered ones), `tpot_ms`, `is_good`, `is_late` (an unanswered one is), and `<stage>_ms`. Read by
 * the index of `finished_at`.
 */
export function endedGenerations({
  siteIds,
  from,
  to,
}: {
  siteIds?: readonly string[] | undefined;
  from: Date;
  to: Date;
}): Prisma.Sql {
  return Prisma.sql`
    SELECT timed.*, answered AND ttft_ms <= ${promise.ttftP99Ms} AS in_time,
           answered AND ttft_ms <= ${promise.ttftP99Ms} AND coalesce(tpot_ms, 0) <= ${promise.tpotP99Ms} AS is_good,
           CASE WHEN answered THEN ttft_ms > ${promise.ttftP99Ms} ELSE outcome <> 'cancelled' END AS is_late
    FROM (
      SELECT measured.*, outcome = 'answered' AS answered,
             CASE WHEN outcome = 'answered' THEN coalesce(client_ttft_ms, gateway_ttft_ms, stored_ttft_ms) END AS ttft_ms,
             CASE WHEN outcome = 'answered' AND generated_tokens > 1 AND cached_from_id IS NULL
                  THEN (extract(epoch FROM finished_at - first_text_at) * 1000)::float8 / (generated_tokens - 1) END
               AS tpot_ms,
             CASE WHEN gateway_ttft_ms IS NOT NULL
                  THEN greatest(0, gateway_ttft_ms - coalesce(gateway_ms, 0) - coalesce(queue_ms, 0)
                    - coalesce(prefill_ms, 0) - coalesce(first_token_ms, 0)) END AS relay_ms,
             CASE WHEN gateway_ttft_ms IS NOT NULL AND client_ttft_ms IS NOT NULL
                  THEN greatest(0, client_ttft_ms - gateway_ttft_ms) END AS network_ms
      FROM (
        SELECT generation.site_id, coalesce(worker_id, '') AS worker_id, finished_at, first_text_at,
               -- What a person wrote is repeated like what was made before.
               coalesce(cached_from_id, approved_answer_id) AS cached_from_id,
               prompt_tokens, generated_tokens, prefix_tokens, prefix_saved_ms, client_ttft_ms, gateway_ttft_ms, gateway_ms, prefill_ms, first_token_ms,
               (extract(epoch FROM first_text_at - received_at) * 1000)::float8 AS stored_ttft_ms,
               -- What was never taken has waited to the end.
               CASE WHEN started_at IS NULL THEN (extract(epoch FROM finished_at - received_at) * 1000)::float8
                    ELSE queue_ms END AS queue_ms,
               CASE WHEN generation.state = 'done' AND coalesce(first_text_at, finished_at) <= deadline_at THEN 'answered'
                    WHEN generation.state IN ('done', 'expired') THEN 'expired'
                    -- No service could have answered more than fits into a prompt.
                    WHEN generation.error_code = 'message_too_long' THEN 'cancelled'
                    WHEN generation.state = 'failed' THEN 'failed'
                    WHEN first_text_at IS NULL AND gateway_ttft_ms IS NULL
                     AND finished_at - received_at > ${promise.ttftP99Ms} * interval '1 millisecond' THEN 'abandoned'
                    ELSE 'cancelled' END AS outcome
          FROM generation
          JOIN conversation ON conversation.id = generation.conversation_id AND NOT conversation.sandbox
         WHERE finished_at >= ${from} AND finished_at < ${to} ${ofSites(siteIds, 'generation.site_id')}
      ) measured
    ) timed`;
}

/** Columns of a row of {@link endedGenerations}, in the order of the protocol's `ttftStages`. */
export const stageColumns = ['gateway', 'queue', 'prefill', 'first_token', 'relay', 'network'] as const;

/** The sums of all stages over those rows of {@link endedGenerations} that a `FILTER (WHERE …)` lets pass; empty for all. */
export function stageSums(filter: Prisma.Sql): Prisma.Sql {
  const sums = stageColumns.map((stage) => Prisma.sql`coalesce(sum(${Prisma.raw(`${stage}_ms`)}) ${filter}, 0)`);
  return Prisma.sql`ARRAY[${Prisma.join(sums)}]::float8[]`;
}
