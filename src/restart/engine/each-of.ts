const AT_ONCE = 8;

/** Does something for each member, a few at a time. */
export async function eachOf(members: readonly string[], act: (member: string) => Promise<void>): Promise<void> {
  const waiting = [...members];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      await act(next);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, members.length) }, work));
}
