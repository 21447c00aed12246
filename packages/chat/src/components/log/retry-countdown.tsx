import type { WireError } from '@frontdesk/protocol';
import { useEffect, useState } from 'react';
import { retryText } from '../../strings/retry-text.ts';
import { useLocale } from '../locale.tsx';

/**
 * Counts down to when a refused message is sent again.
 * @param props.error which refusal: with the next one it begins anew
 */
export function RetryCountdown({ error, afterMs }: { error: WireError; afterMs: number }) {
  const locale = useLocale();
  const [leftMs, setLeftMs] = useState(afterMs);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each refusal once
  useEffect(() => {
    const atMs = Date.now() + afterMs;
    const tell = () => setLeftMs(atMs - Date.now());
    tell();
    const timer = setInterval(tell, 1_000);
    return () => clearInterval(timer);
  }, [error, afterMs]);
  return leftMs > 0 ? <span className="fd-retry"> {retryText(locale, leftMs)}</span> : null;
}
