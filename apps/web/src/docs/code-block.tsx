import { CopyButton } from './copy-button.tsx';

/** Text to copy into a page or a terminal. */
export function CodeBlock({ label, code }: { label: string; code: string }) {
  return (
    <figure className="mt-4 overflow-hidden rounded-xl border border-line bg-surface">
      <figcaption className="flex items-center justify-between gap-3 border-line border-b bg-sunken py-1 pr-1.5 pl-4 text-ink-soft text-xs">
        {label}
        <CopyButton text={code} label={label} />
      </figcaption>
      <pre
        className="relative overflow-x-auto px-4 py-3.5 text-[0.8125rem] leading-relaxed -outline-offset-2"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard must be able to scroll it
        tabIndex={0}
      >
        <code className="font-mono">{code}</code>
      </pre>
    </figure>
  );
}
