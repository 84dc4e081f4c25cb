import type * as Cdktf from 'cdktf';
import { byHand } from './by-hand';
import { byLibrary } from './by-library';

/** What one synthesis took; times are the processor's. */
export interface Measurement {
  readonly constructMs: number;
  /** Without the manifest and the files beside the stack. */
  readonly synthesisMs: number;
  /** The manifest and the files beside the stack. */
  readonly filesMs: number;
  /** Peak of the process's memory. */
  readonly peakMb: number;
}

/** Terraform resources by type and name. */
export type Resources = { readonly [type: string]: { readonly [name: string]: object } };

/** Fills a stack with a number of resources; `shared` are those that the stack holds once. */
export type Workload = (stack: Cdktf.TerraformStack, cdk: typeof Cdktf, count: number, shared?: Resources) => void;

/** The two ways to the same resources. */
export const SIDES = { library: byLibrary, hand: byHand } satisfies Record<string, Workload>;
export type Side = keyof typeof SIDES;
