'use client';

import { type SyntheticEvent, useRef, useState } from 'react';
import { AdminError, sentenceOf } from '../requests/admin-request.ts';

interface Options {
  /** Called at each press: whether there is something to send. Defaults to yes. */
  check?: () => boolean;
  /** Says of a refusal elsewhere, as beside its field. @returns whether it did */
  refused?: (error: AdminError) => boolean;
}

export interface Submit {
  busy: boolean;
  /** Why it failed; null again from the next press on. */
  problem: string | null;
  submit: (event?: SyntheticEvent) => void;
}

/** What is sent to the gateway at a press. Pressed again while it is under way it is not sent twice: it may make something new. */
export function useSubmit(
  run: () => Promise<void>,
  { check = () => true, refused = () => false }: Options = {},
): Submit {
  const running = useRef(false);
  const [state, setState] = useState<{ busy: boolean; problem: string | null }>({ busy: false, problem: null });
  const send = async () => {
    if (running.current) return;
    const sends = check();
    setState({ busy: sends, problem: null });
    if (!sends) return;
    running.current = true;
    let problem: string | null = null;
    try {
      await run();
    } catch (error) {
      if (!(error instanceof AdminError && refused(error))) problem = sentenceOf(error);
    }
    running.current = false;
    setState({ busy: false, problem });
  };
  const submit = (event?: SyntheticEvent) => {
    event?.preventDefault();
    void send();
  };
  return { ...state, submit };
}
