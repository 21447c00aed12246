export function Loading() {
  return (
    <p role="status" className="py-10 text-center text-ink-soft text-sm">
      Loading…
    </p>
  );
}

/** A page that is for others; the gateway would refuse it. */
export function NotForYou({ who }: { who: string }) {
  return <p className="text-ink-soft text-sm">Only {who} can see this.</p>;
}
