const sites = [
  ['/demo', 'a shop'],
  ['/demo/hotel', 'a hotel'],
  ['/demo/software', 'a software company'],
] as const;

/** Says on each demo page what it is, and leads to the others. Plain links: each page loads a chat of its own. */
export function DemoNotice({ here, className }: { here: (typeof sites)[number][0]; className: string }) {
  const others = sites.filter(([path]) => path !== here);
  return (
    <aside aria-label="About this page" className={`px-4 py-2 text-center text-[0.8125rem] ${className}`}>
      A demo site, invented. The chat in the corner is real. See also{' '}
      {others.map(([path, name], index) => (
        <span key={path}>
          {index > 0 && ' or '}
          <a href={path} className="whitespace-nowrap underline underline-offset-2">
            {name}
          </a>
        </span>
      ))}
      , or go{' '}
      <a href="/" className="whitespace-nowrap underline underline-offset-2">
        back to Frontdesk
      </a>
      .
    </aside>
  );
}
