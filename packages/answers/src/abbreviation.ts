/** A text that ends so does not end a sentence. */
export const abbreviation =
  /(?:^|[\s(])(?:mr|mrs|ms|dr|prof|st|no|nos|vs|approx|min|max|tel|e\.g|i\.e|a\.m|p\.m|incl|excl|ca|dept|ext|inc|ltd|co|fig|vol|art|etc|[a-z])\.$/i;
