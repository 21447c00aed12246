import { attribute, descendants, type Element, isHeading, isInside } from './elements.ts';
import { titleOf } from './text-of.ts';
import { idsOfShown, isTab } from './unfolding.ts';

/** Tabs, and what they show with the words on them: none where those stand there too, or nobody knows which. */
export interface Tabs {
  controls: ReadonlySet<Element>;
  titles: ReadonlyMap<Element, string>;
}

export function tabsOf(elements: readonly Element[]): Tabs {
  const shown = [...shownByTabs(elements)];
  const titles = shown.map(([panel, tabs]) => [panel, titleOfPanel(panel, tabs)] as const);
  return { controls: new Set(shown.flatMap(([, tabs]) => tabs)), titles: new Map(titles) };
}

function titleOfPanel(panel: Element, tabs: readonly Element[]): string {
  // What different tabs share shows what the chosen one names.
  const areSame = new Set(tabs.map(titleOf)).size === 1;
  const tab = areSame ? tabs[0] : tabs.find((one) => attribute(one, 'aria-selected') === 'true');
  const title = tab ? titleOf(tab) : '';
  const heading = [...descendants(panel)].find(isHeading);
  return heading && titleOf(heading) === title ? '' : title;
}

/** What tabs show, or calls one its name, with its tabs. */
function shownByTabs(elements: readonly Element[]): Map<Element, Element[]> {
  const shown = new Map<Element, Element[]>();
  const tabs = elements.filter(isTab);
  const panels = elements.filter((element) => attribute(element, 'role') === 'tabpanel');
  if (tabs.length + panels.length === 0) return shown;
  const byId = new Map<string, Element>();
  for (const element of elements) {
    const id = attribute(element, 'id');
    if (id && !byId.has(id)) byId.set(id, element);
  }
  const add = (panel: Element | undefined, tab: Element) => {
    if (!panel || panel === tab || isInside(tab, (outer) => outer === panel) || titleOf(tab) === '') return;
    shown.set(panel, [...(shown.get(panel) ?? []), tab]);
  };
  for (const tab of tabs) for (const id of new Set(idsOfShown(tab))) add(byId.get(id), tab);
  for (const panel of panels.filter((panel) => !shown.has(panel))) {
    const name = byId.get(attribute(panel, 'aria-labelledby') ?? '');
    if (name && (isTab(name) || /^(?:a|button)$/.test(name.tagName))) add(panel, name);
  }
  return shown;
}
