import { BEGIN_TEXT, END_TEXT } from './markers';
import { parseXml, textOf, XmlElement } from './tree';

/** Why XML cannot stand as it is in an element that holds elements only; undefined when it can. */
export function fragmentProblem(text: string): string | undefined {
  const { root, problem } = parseXml(`<fragment>${text}</fragment>`);
  if (root === undefined) {
    return problem;
  }
  if (textOf(root).trim() !== '') {
    return 'holds text where only elements may stand';
  }
  return holdsMarker(root) ? 'holds a marker comment' : undefined;
}

function holdsMarker(element: XmlElement): boolean {
  return element.children.some((child) => {
    if (child.kind === 'comment') {
      return child.data === BEGIN_TEXT || child.data === END_TEXT;
    }
    return child.kind === 'element' && holdsMarker(child);
  });
}
