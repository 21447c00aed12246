/** Of the sites that the demo pages show; all others have a random one. */
export const demoSiteKeys: readonly string[] = ['demo', 'hotel', 'software'];
