/*
 * The rights that both sides of the bench express: twenty applications, each reading its own topics.
 */

export const PROJECT = 'example';
export const SERVICE = 'events';
export const APPLICATIONS = 20;

/** Client id, and principal, of the application that has the right. */
export function principalOf(index: number): string {
  return `application-${index % APPLICATIONS}`;
}

/** Topic of the right. */
export function topicOf(index: number): string {
  return `orders.region-${Math.floor(index / APPLICATIONS)}.events`;
}
