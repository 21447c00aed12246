/** Makes elements without innerHTML, which pages with Trusted Types forbid. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string>,
  ...children: (Node | string | number)[]
): HTMLElementTagNameMap[Name] {
  return fill(document.createElement(name), attributes, ...children);
}

function fill<Made extends Element>(
  made: Made,
  attributes: Record<string, string>,
  ...children: (Node | string | number)[]
): Made {
  for (const key in attributes) made.setAttribute(key, attributes[key] as string);
  made.append(...(children as string[]));
  return made;
}

/** A line drawing in a box of 24 by 24. */
export function icon(d: string): SVGSVGElement {
  const make = <Name extends 'svg' | 'path'>(name: Name) =>
    document.createElementNS('http://www.w3.org/2000/svg', name);
  return fill(make('svg'), { viewBox: '0 0 24 24' }, fill(make('path'), { d }));
}
