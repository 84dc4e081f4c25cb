import { Files } from '../../brokers/broker-core';
import { GateFact } from '../plan';
import { TokenSource } from '../spec/token-source';

/*
 * What the engine needs from the world. It does no input or output itself, so that the same code runs against real
 * nodes and in simulated time.
 */

/** Time as the engine sees it. */
export interface Clock {
  /** Milliseconds that only grow, from any beginning. */
  now(): number;
  /** The date, for logs and for the expiry of tokens; decides nothing about restarts. */
  date(): Date;
  /** Ends early, without an error, when the signal says so. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** Where a node's clock of this boot stands; parts are missing where the system does not tell. */
export interface BootTime {
  readonly machineId?: string;
  readonly bootId?: string;
  /** Seconds since the boot. */
  readonly bootSeconds?: number;
}

/** What is known about the broker's process on a node. */
export interface ProcessState extends BootTime {
  readonly state: 'running' | 'stopped' | 'unknown';
  /** For people: process id, or why nothing is known. */
  readonly detail: string;
  /** Of a stopped one: something starts it again by itself unless it is told to stop. */
  readonly startsItself?: boolean;
  /** Seconds from the boot to the start of the process. */
  readonly startSeconds?: number;
  /** A text that is another one after every start. */
  readonly startText?: string;
  /** When the process started by the node's wall clock, in milliseconds since 1970. */
  readonly startedAt?: number;
}

/** A file on a node. */
export interface FoundFile {
  readonly text: string;
  /** When name, owner or content last changed, by the node's wall clock, in milliseconds since 1970. */
  readonly changedAt: number;
}

/** The files of one node. */
export interface NodeFiles {
  /** The file, or undefined when there is none. */
  read(path: string): Promise<FoundFile | undefined>;
  /**
   * Replaces a file in one step that survives a crash, keeping mode and owner.
   *
   * With `keepPrevious` what stood there is kept beside it as `<file>.broker-oauth-previous`.
   */
  replace(path: string, text: string, keepPrevious: boolean): Promise<void>;
}

/** How one step of a driver went. */
export interface StepOutcome {
  readonly ok: boolean;
  /** Only with a step that failed: false where it is certain that nothing has begun, so that the step may be tried again. */
  readonly begun?: boolean;
  /** For people: exit code, signal, last lines, without secrets. */
  readonly detail: string;
}

/**
 * What proves that a node runs a fingerprint: marker, files and process on the node; what a service itself says; or nothing but the
 * journal of earlier runs, without which every node restarts again.
 */
export type EvidenceLevel = 'node' | 'service' | 'journal';

/**
 * What keeps an engine that has lost the lease from changing a node: the host refuses it by the lease's number (`fenced`), nothing but the
 * engine's own look at the lease (`leaseOnly`), or nothing (`none`), where one call sets off work of a service that runs on by itself.
 */
export type Fencing = 'fenced' | 'leaseOnly' | 'none';

/** How the engine reaches one node. */
export interface NodeDriver {
  readonly files: NodeFiles;
  readonly evidence: EvidenceLevel;
  /** The node's clock of this boot, read on the node. */
  bootTime(): Promise<BootTime>;
  process(): Promise<ProcessState>;
  /** Whether the node leads its cluster; undefined when nobody can tell. */
  leads(): Promise<boolean | undefined>;
  restart(): Promise<StepOutcome>;
  stop(): Promise<StepOutcome>;
  start(): Promise<StepOutcome>;
  /** Takes the node out of use before it goes down; absent where the driver cannot. */
  drain?(): Promise<StepOutcome>;
  /** Puts a drained node back into use. */
  undrain?(): Promise<StepOutcome>;
  /** Only with the evidence `service`: whether the service says that the node runs the fingerprint, and how it knows. */
  runs?(fingerprint: string): Promise<{ readonly proved: boolean; readonly detail: string }>;
  /** The last lines of the broker's log, bounded and without secrets; empty where there is none. */
  logTail(): Promise<string>;
}

/** What a probe saw. */
export interface ProbeResult {
  readonly healthy: boolean;
  readonly detail: string;
}

/** Asks whether a node is healthy. */
export interface Probe {
  /** Where it looks, for people. */
  readonly target: string;
  check(timeoutSeconds: number): Promise<ProbeResult>;
}

/** How a login with a token went. */
export interface LoginResult {
  /** `unclear` when nobody answered, or not with a verdict on the token. */
  readonly outcome: 'accepted' | 'refused' | 'unclear';
  /** For people; holds no part of the token. */
  readonly detail: string;
}

/** Tries a token on a node. */
export interface LoginCheck {
  /** Where it logs in, for people. */
  readonly target: string;
  /** Logs in and out again. Never throws. */
  login(token: string, timeoutSeconds: number): Promise<LoginResult>;
}

/** Where a node stands in its cluster, as the brokers say. */
export interface NodeRole {
  /** Nodes of a lower group restart first. */
  readonly group: number;
  /** Whether it leads its group and so restarts last in it. */
  readonly leads: boolean;
  /** Whether it judges tokens now, where that depends on its role; undefined leaves it to the spec. */
  readonly decidesLogins?: boolean;
  /** For people, such as `active controller`. */
  readonly text: string;
}

/** What the brokers say about their cluster. Every question is asked anew; an answer is never kept. */
export interface ClusterView {
  /** Roles by node; a node is missing when nobody can tell. Never throws. */
  roles(): Promise<ReadonlyMap<string, NodeRole>>;
  /** Whether nodes may go down together, by the broker's own rules. Who cannot be asked is a fact that does not hold. Never throws. */
  safety(names: readonly string[]): Promise<readonly GateFact[]>;
  /** What is brought to the cluster as a whole, once before the first node restarts; it must be harmless to repeat. */
  prepare?(files: Files): Promise<StepOutcome>;
  /** Whether a node that was down is back in full, such as in sync again. Never throws. */
  rejoined(name: string): Promise<ProbeResult>;
}

/** One line of the journal. */
export interface JournalEntry {
  readonly node: string;
  readonly fingerprint: string;
  readonly step: 'begun' | 'done' | 'failed';
  readonly detail?: string;
}

/** What earlier runs did; it orders the work and is never proof. */
export interface Journal {
  read(): Promise<readonly JournalEntry[]>;
  append(entry: JournalEntry): Promise<void>;
}

/** How asking for the lease went. `unclear` where nobody could tell who holds it; `owner` then says why. */
export type LeaseAnswer = { readonly held: true } | { readonly held: false; readonly owner: string; readonly unclear?: boolean };

/** The right to work on a cluster, held by one engine at a time. */
export interface Lease {
  /** Whether it is still held, by what is known now; asked before every change of a node. */
  readonly holds: boolean;
  /** Grows with every owner, for hosts that refuse older ones; undefined while it is not held. */
  readonly number?: number;
  /** Milliseconds after which the next sign of life is due. */
  readonly beatEvery: number;
  acquire(): Promise<LeaseAnswer>;
  /** Counts up the sign of life; false when the lease is lost. Never throws. */
  heartbeat(): Promise<boolean>;
  /** Gives the lease back. Never throws. */
  release(): Promise<void>;
}

/** Something worth telling while the engine runs. */
export interface Progress {
  readonly event: 'plan' | 'phase' | 'gate' | 'node' | 'notice' | 'problem';
  readonly text: string;
  readonly node?: string;
  readonly phase?: string;
  /** Position of the node among those that restart, from 1. */
  readonly position?: number;
  readonly of?: number;
  readonly elapsedSeconds?: number;
  readonly rule?: string;
}

/** Where progress goes. Never fails. */
export interface Output {
  tell(progress: Progress): void;
}

/** One node with what reaches it. */
export interface NodePorts {
  readonly driver: NodeDriver;
  readonly probes: readonly Probe[];
  readonly logins: readonly LoginCheck[];
}

/** Reads keys of an identity provider, bounded in size and time. */
export interface KeySource {
  /** The JSON document at a URL or path; undefined when it cannot be had, with the reason told. */
  readJson(location: string): Promise<{ readonly value?: unknown; readonly problem?: string }>;
}

/** Everything the engine needs from the world. */
export interface Ports {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly lease: Lease;
  readonly output: Output;
  readonly keys: KeySource;
  /** Undefined when nobody is to be asked. */
  readonly cluster?: ClusterView;
  /** The token named by the spec; undefined when none is named or it cannot be read. */
  token(): Promise<string | undefined>;
  node(name: string): NodePorts;
  /** A token for a check, or why there is none. */
  tokenFrom(source: TokenSource): Promise<{ readonly token?: string; readonly problem?: string }>;
  /** Why the run should end after the node in hand; undefined while it should go on. */
  stopRequested(): string | undefined;
}
