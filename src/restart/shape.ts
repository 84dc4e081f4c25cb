import type { ZodType } from 'zod';
import { Reporter } from '../rules/rule';
import { isUnresolved, Value } from '../text/unresolved';

/** Reports what the engine would refuse in a part of its spec; a part that holds values known only at apply is left to the engine. */
export function judgeShape(shape: ZodType, part: unknown, path: string, report: Reporter): void {
  if (holdsUnresolved(part)) {
    report.deferred(path);
    return;
  }
  // As JSON carries it to the engine: without absent members.
  for (const issue of shape.safeParse(JSON.parse(JSON.stringify(part))).error?.issues ?? []) {
    report.broken([path, ...issue.path].join('.'), { message: issue.message });
  }
}

function holdsUnresolved(value: unknown): boolean {
  return value !== null && typeof value === 'object' ? Object.values(value).some(holdsUnresolved) : isUnresolved(value as Value | undefined);
}
