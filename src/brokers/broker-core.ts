import { RequirementNames, TokenRequirements } from './requirements';
import { TokenNeeds } from './token-needs';
import { StatedParts } from '../preview/case-parts';
import { Finding, Rule, RuleText } from '../rules/rule';
import { KnownReleases } from '../rules/version';
import { Template } from '../text/template';

/** Native files by name, as they stand on a node. */
export type Files = { readonly [name: string]: string };

/** One native file of a broker, possibly with places that are filled at apply. */
export interface RenderedFile {
  /** The name under which settings travel and nodes map it to a path, such as `lavinmq.ini`. */
  readonly name: string;
  readonly text: Template;
}

/** What a parser made of native files. */
export interface Parsed<Settings> {
  /** The settings understood; undefined when a file could not be read at all. */
  readonly settings?: Settings;
  /** What was not understood or would be ignored by the broker, each as a broken rule. */
  readonly findings: readonly Finding[];
  /** True when there are no settings because the files, well understood, do not use tokens: nobody can be locked out of them. */
  readonly withoutTokens?: boolean;
}

/** What became of putting our part into a file that exists. */
export type Merged = { readonly text: string; readonly problem?: undefined } | { readonly text?: undefined; readonly problem: Finding };

/** What the rules of a broker judge. */
export interface Subject<Settings> {
  readonly settings: Settings;
  /** Dotted prefix of the broker's version; undefined when it is not known. */
  readonly version: string | undefined;
  /** Ids of rules whose warning the user has acknowledged. */
  readonly acknowledged: readonly string[];
}

/**
 * What every broker can do without a CDK, a file system, a network or a clock.
 *
 * The engine, the command line and the constructs know brokers only by this.
 */
export interface BrokerCore<Settings> {
  /** Stable key: `lavinmq`, `hivemq`, `mosquitto`, `aiven-kafka`. */
  readonly kind: string;
  /** The vendor's spelling. */
  readonly title: string;
  readonly releases: KnownReleases;
  readonly rules: readonly Rule<Subject<Settings>>[];
  /** Problems that only parsers report, listed so that every id is documented. */
  readonly parseRules: readonly RuleText[];
  /** Names of the settings behind the demands on tokens. */
  readonly requirementNames: RequirementNames;
  /** How to move to a new value without locking anyone out, by kind of change; none where the broker offers no overlap. */
  readonly overlapSteps: { readonly [what: string]: readonly string[] | undefined };

  /** The native files that express the settings. Same settings, same bytes. */
  render(settings: Settings, version: string | undefined): readonly RenderedFile[];
  /** Reads native files, ours or written by hand. Never throws on bad input. */
  parse(files: Files, version: string | undefined): Parsed<Settings>;
  /**
   * Puts our part of one file into what stands on the node: our keys or elements are replaced, every other byte is kept.
   *
   * Merging twice is the same as merging once, so `merge(name, found, ours).text === found` proves that a node's file holds our part.
   * With nothing on the node the result is our part alone, or a problem where that would boot an empty broker.
   */
  merge(name: string, existing: string | undefined, ours: string): Merged;
  /** What tokens must be under these settings. */
  requirements(settings: Settings, version: string | undefined): TokenRequirements;
  /** What the broker needs from the identity provider under these settings. */
  needs(settings: Settings, version: string | undefined): TokenNeeds;
  /** What the native files do not tell, but a preview asks for; left out where they tell everything. */
  stated?(settings: Settings): StatedParts;
  /** Puts back into settings that were read from rendered files what `stated` told of them, so that rules judge both alike. */
  withStated?(settings: Settings, stated: StatedParts): Settings;
}
