import { visitorHue } from './visitor-name.ts';

export function VisitorAvatar({ visitorId, className }: { visitorId: string; className?: string }) {
  const hue = visitorHue(visitorId);
  return (
    <span
      aria-hidden="true"
      className={`grid shrink-0 place-items-center rounded-full ${className}`}
      style={{
        background: `light-dark(oklch(0.92 0.045 ${hue}), oklch(0.33 0.055 ${hue}))`,
        color: `light-dark(oklch(0.42 0.09 ${hue}), oklch(0.86 0.07 ${hue}))`,
      }}
    >
      <svg viewBox="0 0 20 20" aria-hidden="true" className="size-[62%] fill-current">
        <circle cx="10" cy="7" r="3.4" />
        <path d="M3.6 16.4a6.4 6.4 0 0 1 12.8 0z" />
      </svg>
    </span>
  );
}
