import {
  HiveMqAuthenticationManager, HiveMqAuthorizationManager, HiveMqConfig, HiveMqControlCenterPipeline, HiveMqJwtAuthenticationManager,
  HiveMqJwtRealm, HiveMqListenerPipeline, HiveMqPreprocessor, HiveMqRealm, HiveMqRestApiPipeline,
} from './settings';

/*
 * Ways to look at settings that several rules and derivations share. Settings that were read from files may lack required members.
 */

/** Something in the settings and the path to it. */
export interface Placed<T> {
  readonly path: string;
  readonly of: T;
}

/** A pipeline of any kind. */
export type AnyPipeline = HiveMqListenerPipeline | HiveMqControlCenterPipeline | HiveMqRestApiPipeline;

/** A pipeline, with its kind as the member that holds it. */
export interface PlacedPipeline extends Placed<AnyPipeline> {
  readonly kind: string;
}

/** A realm, with its kind as the member that holds it. */
export interface PlacedRealm extends Placed<{ readonly name?: string; readonly enabled?: boolean }> {
  readonly kind: string;
}

/** A manager, with its kind as the member that holds it. */
export interface PlacedManager extends Placed<Record<string, unknown>> {
  readonly kind: string;
}

/** Every realm, in order. */
export function realmsOf(config: HiveMqConfig): readonly PlacedRealm[] {
  return (config.realms ?? []).flatMap((realm: HiveMqRealm, index) =>
    membersOf(realm).map(([kind, of]) => ({ kind, path: `config.realms[${index}].${kind}`, of: of as PlacedRealm['of'] })));
}

/** Every pipeline, in order. */
export function pipelinesOf(config: HiveMqConfig): readonly PlacedPipeline[] {
  return (config.pipelines ?? []).flatMap((pipeline, index) =>
    membersOf(pipeline).map(([kind, of]) => ({ kind, path: `config.pipelines[${index}].${kind}`, of: of as AnyPipeline })));
}

/** Every authentication manager of a pipeline, those in chains included. */
export function authenticationManagersOf(pipeline: PlacedPipeline): readonly PlacedManager[] {
  return managersIn(pipeline.of.authenticationManager, `${pipeline.path}.authenticationManager`);
}

/** Every authorization manager of a pipeline, those in chains included. */
export function authorizationManagersOf(pipeline: PlacedPipeline): readonly PlacedManager[] {
  return managersIn(pipeline.of.authorizationManager, `${pipeline.path}.authorizationManager`);
}

function managersIn(choice: HiveMqAuthenticationManager | HiveMqAuthorizationManager | undefined, path: string): readonly PlacedManager[] {
  return membersOf(choice).flatMap(([kind, of]) => {
    const manager = of as Record<string, unknown>;
    const chain = (manager.chain ?? []) as readonly HiveMqAuthenticationManager[];
    const inner = chain.flatMap((next, index) => managersIn(next, `${path}.${kind}.chain[${index}]`));
    return [{ kind, path: `${path}.${kind}`, of: manager }, ...inner];
  });
}

/** A JWT manager, the pipeline it decides for and the realm it asks. */
export interface JwtManager extends Placed<HiveMqJwtAuthenticationManager> {
  readonly pipeline: PlacedPipeline;
  readonly realm: HiveMqJwtRealm | undefined;
}

/** Every JWT manager, of one kind of pipeline when given. */
export function jwtManagersOf(config: HiveMqConfig, kind?: string): readonly JwtManager[] {
  const realms = realmsOf(config).filter((realm) => realm.kind === 'jwtRealm');
  return pipelinesOf(config)
    .filter((pipeline) => kind === undefined || pipeline.kind === kind)
    .flatMap((pipeline) => authenticationManagersOf(pipeline)
      .filter((manager) => manager.kind === 'jwtAuthenticationManager')
      .map((manager) => ({
        path: manager.path,
        of: manager.of as unknown as HiveMqJwtAuthenticationManager,
        pipeline,
        realm: realms.find((realm) => realm.of.name === manager.of.realm)?.of as HiveMqJwtRealm | undefined,
      })));
}

/** A claim that a pipeline copies to a variable before authorization. */
export interface CopiedClaim {
  readonly path: string;
  readonly claim: string;
  readonly variable: string;
  readonly prefix: string | undefined;
  readonly postfix: string | undefined;
}

/** Claims that a pipeline copies before authorization, in order. */
export function copiedClaimsOf(pipeline: PlacedPipeline): readonly CopiedClaim[] {
  return (pipeline.of.authorizationPreprocessors ?? []).flatMap(({ jwtPreprocessor: step }, index) => {
    const path = `${pipeline.path}.authorizationPreprocessors[${index}].jwtPreprocessor`;
    return (step?.jwtExtractions ?? []).map(({ jwtClaim: claim, eseVariable: variable }) =>
      ({ path, claim, variable, prefix: step?.prefix, postfix: step?.postfix }));
  });
}

const WRITTEN = ['eseVariable', 'variable', 'variables', 'toVariable', 'toVariables'];

/** Whether a step may write the variable; what a custom one does is not known, so it may. */
export function writes(step: HiveMqPreprocessor, variable: string): boolean {
  return step.customPreprocessor !== undefined || writesIn(step, variable);
}

function writesIn(value: unknown, variable: string): boolean {
  return typeof value === 'object' && value !== null && Object.entries(value).some(([member, inner]) => {
    const written = WRITTEN.includes(member) && (inner === variable || (Array.isArray(inner) && inner.includes(variable)));
    return written || (!member.startsWith('from') && writesIn(inner, variable));
  });
}

/** The members of a choice that are set. */
export function membersOf(choice: object | undefined): readonly (readonly [string, unknown])[] {
  return Object.entries(choice ?? {}).filter(([, of]) => typeof of === 'object' && of !== null);
}
