import type { ErrorCode } from '@frontdesk/protocol';
import { createMetrics } from '@frontdesk/telemetry';

export type GatewayMetrics = ReturnType<typeof createGatewayMetrics>;

/** What `GET /metrics` shows of this process. */
export function createGatewayMetrics() {
  const metrics = createMetrics('gateway');
  return {
    ttft: metrics.latency(
      'time_to_first_token_seconds',
      'From receipt of a message to the first relayed text: the gateway TTFT.',
    ),
    clientTtft: metrics.latency(
      'client_time_to_first_token_seconds',
      'From send to the first text on the screen, as customers’ clients report it: what is promised.',
    ),
    itl: metrics.latency('inter_token_latency_seconds', 'Between two relayed texts of one answer.'),
    relay: metrics.latency('relay_seconds', 'From a notice to its words being handed to the sockets.'),
    stored: metrics.latency('accept_seconds', 'From receipt of a message until it is stored.'),
    sockets: metrics.gauge('sockets', 'Open sockets.', ['namespace']),
    streams: metrics.gauge('streams', 'Conversations that somebody follows here.'),
    messages: metrics.counter('messages_total', 'Messages accepted.', ['channel']),
    cacheLookUps: metrics.counter(
      'answer_cache_lookups_total',
      'Questions looked up among kept and approved answers.',
      ['outcome'],
    ),
    refusals: metrics.counter<'code'>('refusals_total', 'Requests refused, by error code.', ['code']),
    givenUp: metrics.counter<'outcome'>(
      'given_up_total',
      'Answers that no worker made: taken in time by none, or by too many in vain.',
      ['outcome'],
    ),
    queueDepth: metrics.gauge('num_requests_waiting', 'Answers that wait for a worker, in the whole installation.'),
    running: metrics.gauge('num_requests_running', 'Answers in the making, in the whole installation.'),
    workersReady: metrics.gauge('workers_ready', 'Workers that take jobs.'),
    noticesArrive: metrics.gauge(
      'notices_arrive',
      'Whether workers and other gateways can tell this one what happens: 0 while Redis is away, which answers nothing new.',
    ),
    uploadsBytes: metrics.gauge('uploads_bytes', 'Files of customers, in the whole installation.'),
    uploadsLimit: metrics.gauge('uploads_limit_bytes', 'Up to which more of them are taken (UPLOADS_GB).'),
    uploadsFree: metrics.gauge('uploads_free_ratio', 'Of the disk that they are on; below 0.05 none is taken.'),
    letters: metrics.counter<'kind' | 'outcome'>(
      'letters_total',
      'Attempts to send letters: replies to customers, and to teams about who waits. One that failed is mostly tried again.',
      ['kind', 'outcome'],
    ),
    lettersDue: metrics.gauge<'kind'>(
      'letters_due',
      'Letters that are to be sent now, or could not be sent yet, in the whole installation.',
      ['kind'],
    ),
    webhooks: metrics.counter<'outcome'>(
      'webhook_deliveries_total',
      'Attempts to tell sites’ own servers of an event. One that failed is tried again, up to eight times.',
      ['outcome'],
    ),
    webhooksWaiting: metrics.gauge(
      'webhook_deliveries_waiting',
      'Events that webhooks have not been told of yet, in the whole installation.',
    ),
    orderLookUps: metrics.counter<'outcome'>(
      'order_look_ups_total',
      'Orders that customers asked about: what sites’ own servers said of them.',
      ['outcome'],
    ),
    refused(code: ErrorCode): void {
      this.refusals.inc({ code });
    },
    expose: () => metrics.expose(),
    contentType: metrics.contentType,
  };
}
