import { Files } from '../../brokers/broker-core';
import { brokerSemantics } from '../../brokers/semantics-registry';
import type { StatedParts } from '../../preview/case-parts';
import { previewParts, writtenCase } from '../../preview/manifest-case';

/** What a broker would do with a token under settings that it does not run yet. */
export interface PreviewedToken {
  readonly decision: 'accept' | 'reject' | 'undetermined';
  readonly reason: string;
}

/** What the new files are judged by. */
export interface PreviewContext {
  readonly kind: string;
  readonly version: string | undefined;
  readonly stated: StatedParts;
  /** Seconds since 1970. */
  readonly now: number;
}

/**
 * Judges a token by the files that nodes are to run, before any of them does.
 *
 * The signature is not judged here, since the keys are not at hand; undefined where the broker's way of judging is not known.
 */
export function previewToken(files: Files, token: string, { kind, version, stated, now }: PreviewContext): PreviewedToken | undefined {
  const semantics = brokerSemantics(kind);
  if (semantics === undefined) {
    return undefined;
  }
  const parts = writtenCase(semantics, { files, open: [], stated });
  if ('rule' in parts) {
    return { decision: 'undetermined', reason: parts.message };
  }
  const result = previewParts(semantics, parts, { broker: kind, brokerVersion: version, token, now });
  if ('error' in result) {
    return { decision: 'undetermined', reason: result.error.message };
  }
  const checked = result.checks.find(({ rule }) => rule === result.reason);
  return { decision: result.decision, reason: [result.reason, checked?.detail].filter((text) => text).join(': ') };
}
