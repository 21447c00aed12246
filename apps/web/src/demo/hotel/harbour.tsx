/** The hotel's opening picture: the house at the harbour, the hill of the next island, two birds. */
export function Harbour({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 1200 520" preserveAspectRatio="xMidYMax slice" aria-hidden="true" className={className}>
      <defs>
        <linearGradient id="harbour-sky" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="var(--house-sky)" />
          <stop offset="1" stopColor="var(--house-sky-low)" />
        </linearGradient>
      </defs>
      <rect width="1200" height="520" fill="url(#harbour-sky)" />
      <circle cx="330" cy="236" r="52" fill="var(--house-sun)" />
      <path d="M0 330c120-70 190-112 300-82s150 62 260 58 170-96 300-84 210 84 340 74v90H0z" fill="var(--house-far)" />
      <path d="M640 372c90-74 190-108 300-96s170 52 260 46v70H640z" fill="var(--house-near)" />
      <path d="M0 372h1200v148H0z" fill="var(--house-water)" />
      <path d="M0 436c160-14 300 16 460 4s280-22 420-8 220 12 320 2v86H0z" fill="var(--house-water-deep)" />
      <g stroke="var(--house-glint)" strokeLinecap="round" strokeWidth="3" opacity=".45">
        <path d="M248 396h120M286 414h58M90 404h46M430 466h90M700 478h70M200 486h52" />
      </g>
      <path d="M756 384h444v24H756z" fill="var(--house-stone)" />
      <g>
        <path d="M828 262h240v122H828z" fill="var(--house-wall)" />
        <path d="M1068 262h60v122h-60z" fill="var(--house-wall-shade)" />
        <path d="M812 264l46-62h240l46 62z" fill="var(--house-roof)" />
        <path d="M872 178h24v40h-24zM1050 178h24v40h-24z" fill="var(--house-wall-shade)" />
        <path d="M866 172h36v8h-36zM1044 172h36v8h-36z" fill="var(--house-cap)" />
        {[852, 904, 956, 1008].map((x) => (
          <rect key={x} x={x} y="282" width="28" height="34" rx="2" fill="var(--house-window)" />
        ))}
        {[852, 904, 1008].map((x) => (
          <rect key={x} x={x} y="334" width="28" height="34" rx="2" fill="var(--house-window)" />
        ))}
        <path d="M954 332h32v52h-32z" fill="var(--house-accent)" />
        <path d="M1086 284h24v30h-24zM1086 336h24v30h-24z" fill="var(--house-window)" opacity=".8" />
      </g>
      <g transform="translate(470 380)">
        <path d="M0 26h168l-26 38H24z" fill="var(--house-accent)" />
        <path d="M0 26h168l-5 8H5z" fill="var(--house-wall)" />
        <path d="M54 0h52v26H54z" fill="var(--house-wall)" />
        <path d="M62 7h14v11H62zM84 7h14v11H84z" fill="var(--house-window)" />
        <path d="M80 0v-44" stroke="var(--house-cap)" strokeWidth="4" />
      </g>
      <g fill="none" stroke="currentColor" strokeLinecap="round" strokeLinejoin="round" strokeWidth="5" opacity=".8">
        <path d="M560 116c16-14 30-12 42 4 8-18 22-24 42-16" />
        <path d="M690 168c11-9 20-8 28 3 6-12 15-16 28-11" />
      </g>
    </svg>
  );
}
