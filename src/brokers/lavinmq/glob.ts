/*
 * Patterns of virtual hosts and resources, in which `*` stands for any text and everything else for itself.
 * Source: cloudamqp/lavinmq, src/lavinmq/auth/jwt/token_claim.cr (resources) and src/lavinmq/auth/oauth_user.cr (virtual hosts).
 */

/** Whether everything that `inner` matches is matched by `outer` too. A `*` of `inner` can only be met by a `*` of `outer`. */
export function covers(outer: string, inner: string): boolean {
  return walk(outer, inner, false);
}

/** Whether some text matches both patterns. */
export function overlaps(one: string, other: string): boolean {
  return walk(one, other, true);
}

/**
 * Walks both patterns at once, remembering which positions of `inner` each beginning of `outer` can reach.
 *
 * With `both`, a `*` of `inner` may stand for any text as well; without, it is a character that only `*` meets.
 */
function walk(outer: string, inner: string, both: boolean): boolean {
  let reached = overStars(new Set([0]), inner, both);
  for (const character of outer) {
    reached = overStars(character === '*' ? everythingFrom(reached, inner) : step(reached, character, inner, both), inner, both);
  }
  return reached.has(inner.length);
}

/** A `*` of `inner` may stand for nothing. Positions added on the way are visited too. */
function overStars(positions: Set<number>, inner: string, both: boolean): Set<number> {
  for (const position of positions) {
    if (both && inner[position] === '*') {
      positions.add(position + 1);
    }
  }
  return positions;
}

/** A `*` of `outer` meets everything from the earliest position on. */
function everythingFrom(positions: ReadonlySet<number>, inner: string): Set<number> {
  const next = new Set<number>();
  const first = [...positions].reduce((least, position) => Math.min(least, position), inner.length + 1);
  for (let position = first; position <= inner.length; position++) {
    next.add(position);
  }
  return next;
}

/** Any other character meets itself, or stays within a `*` of `inner`. */
function step(positions: ReadonlySet<number>, character: string, inner: string, both: boolean): Set<number> {
  const next = new Set<number>();
  for (const position of positions) {
    if (both && inner[position] === '*') {
      next.add(position);
    } else if (inner.startsWith(character, position)) {
      next.add(position + character.length);
    }
  }
  return next;
}
