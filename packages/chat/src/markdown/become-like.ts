/**
 * Gives a node the children of another, which is used up, and touches only what differs: of a list that grows word by word
 * the browser lays out the last item alone, and what a reader has selected in it stays selected.
 */
export function becomeLike(node: Node, wanted: Node): void {
  let child = node.firstChild;
  for (const other of [...wanted.childNodes]) {
    const next = child?.nextSibling ?? null;
    if (child === null) node.appendChild(other);
    else if (!child.isEqualNode(other)) change(child, other);
    child = next;
  }
  while (child !== null) {
    const next: ChildNode | null = child.nextSibling;
    child.remove();
    child = next;
  }
}

function change(child: ChildNode, other: ChildNode): void {
  if (child instanceof Text && other instanceof Text && other.data.startsWith(child.data)) {
    // Added to and not set: that would end a selection.
    child.appendData(other.data.slice(child.length));
  } else if (child instanceof Element && child.cloneNode().isEqualNode(other.cloneNode())) becomeLike(child, other);
  else child.replaceWith(other);
}
