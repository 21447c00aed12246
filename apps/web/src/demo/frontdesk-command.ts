type Call =
  | [command: 'open', options?: { message?: string }]
  | [command: 'identify', identity: { token: string }]
  | [command: 'reset']
  | [command: 'update', options: object]
  | [command: 'on' | 'off', event: 'error', handler: (error: { code: string }) => void];

interface Frontdesk {
  (...call: Call): unknown;
  q?: Call[];
}

declare global {
  interface Window {
    Frontdesk?: Frontdesk;
  }
}

/** A command of the widget's, as any shop gives it; before the script has loaded, it waits in the queue. */
export function frontdesk(...call: Call): void {
  if (!window.Frontdesk) {
    const queue: Frontdesk = (...waiting) => {
      queue.q = [...(queue.q ?? []), waiting];
    };
    window.Frontdesk = queue;
  }
  window.Frontdesk(...call);
}
