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
 * Walks both patterns at once, remembering which positions of `inner` each prefix of `outer` can reach.
 *
 * With `both`, a `*` of `inner` may stand for any text as well; without, it is a character that only `*` meets.
 */
function walk(outer: string, inner: string, both: boolean): boolean {
  let reached = new Set([0]);
  const skipStars = (positions: Set<number>) => {
    for (const position of positions) {
      if (both && inner[position] === '*') {
        positions.add(position + 1);
      }
    }
    return positions;
  };
  reached = skipStars(reached);
  for (const character of outer) {
    const next = new Set<number>();
    for (const position of reached) {
      if (character === '*') {
        for (let rest = position; rest <= inner.length; rest++) {
          next.add(rest);
        }
      } else if (both && inner[position] === '*') {
        next.add(position);
      } else if (inner.startsWith(character, position) && position < inner.length) {
        next.add(position + character.length);
      }
    }
    reached = skipStars(next);
  }
  return reached.has(inner.length);
}
