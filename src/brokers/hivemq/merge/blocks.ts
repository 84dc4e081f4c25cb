import { BEGIN_TEXT, END_TEXT } from '../xml/markers';
import { elementsOf, XmlComment, XmlElement } from '../xml/tree';

/** What is ours inside one element: from the begin comment to the end comment, and the elements between them. */
export interface Block {
  readonly start: number;
  readonly end: number;
  readonly elements: readonly XmlElement[];
}

/** The one block of an element, none, or what is wrong with its comments. */
export type FoundBlock = { readonly block?: Block; readonly problem?: string };

/** Finds what is ours among an element's children. */
export function blockOf(element: XmlElement): FoundBlock {
  const markers = element.children.filter((child): child is XmlComment => child.kind === 'comment' && isMarker(child));
  if (markers.length === 0) {
    return {};
  }
  const [begin, end] = markers;
  if (markers.length !== 2 || begin.data !== BEGIN_TEXT || end.data !== END_TEXT) {
    return { problem: `has marker comments in <${element.name}> that are not one pair` };
  }
  const elements = elementsOf(element).filter((child) => child.start > begin.start && child.end <= end.start);
  return { block: { start: begin.start, end: end.end, elements } };
}

/** The children of an element that are not ours. */
export function foreignOf(element: XmlElement): readonly XmlElement[] {
  const { block } = blockOf(element);
  return elementsOf(element).filter((child) => block === undefined || child.end <= block.start || child.start >= block.end);
}

/** Marker comments anywhere but directly in one of the places where blocks may stand. */
export function strayMarker(element: XmlElement, allowed: ReadonlySet<XmlElement>): boolean {
  return element.children.some((child) => {
    if (child.kind === 'comment') {
      return isMarker(child) && !allowed.has(element);
    }
    return child.kind === 'element' && strayMarker(child, allowed);
  });
}

function isMarker(comment: XmlComment): boolean {
  return comment.data === BEGIN_TEXT || comment.data === END_TEXT;
}
