/** The product's mark: the bell of a front desk. Decorative; the word beside it is its name. */
export function Bell({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={className}>
      <path d="M5 22a11 11 0 0 1 22 0z" fill="var(--brand)" />
      <path
        d="M9.5 20a6.7 6.7 0 0 1 4.2-5"
        fill="none"
        stroke="#fff"
        strokeOpacity=".65"
        strokeWidth="1.8"
        strokeLinecap="round"
      />
      <rect x="3" y="23.4" width="26" height="4" rx="2" fill="currentColor" />
      <rect x="14.7" y="6.6" width="2.6" height="5" rx="1.3" fill="currentColor" />
      <circle cx="16" cy="6.4" r="2.4" fill="currentColor" />
    </svg>
  );
}
