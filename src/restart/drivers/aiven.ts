import { AdvertisedBrokers, Round } from './aiven-brokers';
import { AivenService, bootstrapOf, readService, unrest } from './aiven-service';
import { NO_FILES } from './no-files';
import { ServiceApi } from './service-api';
import { BootTime, Clock, NodeDriver, ProcessState, StepOutcome } from '../engine/ports';
import { Endpoint } from '../kafka-wire/open-socket';
import { DriverSpec } from '../spec';
import { World } from '../world';

/** Watches how Aiven restarts the brokers of a service. */
export type AivenDriverSpec = Extract<DriverSpec, { readonly kind: 'aiven' }>;

/** How a look at the service went. */
type Look = { readonly service: AivenService; readonly problem?: undefined } | { readonly service?: undefined; readonly problem: string };

/** What one round of the watch saw. */
interface Sight {
  /** What is not as it should be; undefined where all is calm. */
  readonly unrest?: string;
  /** Whether waiting cannot help. */
  readonly hopeless?: boolean;
  readonly brokers: readonly string[];
  readonly bootstrap?: Endpoint;
}

const LOOK_SECONDS = 60;
const seconds = (milliseconds: number) => `${Math.round(milliseconds / 1000)} s`;
const CANNOT: StepOutcome = { ok: false, begun: false, detail: 'Aiven starts and stops brokers by itself; powering a service off loses its topics' };

/**
 * Watches the restart that Aiven begins by itself as soon as settings of a Kafka service change; restarts nothing.
 *
 * Nothing in the API is known to tell when such a restart is over. So everything has to stay good for a while without a break: the service and its
 * nodes run, the same brokers are advertised, and each of them lets the good token in. Then each has to keep the bad one out.
 *
 * Source: aiven.io/docs/products/kafka/howto/enable-oidc.
 */
export class AivenDriver implements NodeDriver {
  readonly evidence = 'journal';
  readonly files = NO_FILES;

  constructor(
    private readonly spec: AivenDriverSpec, private readonly api: ServiceApi,
    private readonly brokers: AdvertisedBrokers, private readonly clock: Clock,
  ) {}

  async bootTime(): Promise<BootTime> {
    return {};
  }

  async process(): Promise<ProcessState> {
    const { service, problem } = await this.look(this.clock.now() + LOOK_SECONDS * 1000);
    if (service === undefined) {
      return { state: 'unknown', detail: problem };
    }
    // A service that is rebuilt or rebalanced serves all the while.
    return { state: service.state === 'POWEROFF' ? 'stopped' : 'running', detail: `Aiven says ${service.state}` };
  }

  async leads(): Promise<boolean | undefined> {
    return undefined;
  }

  async restart(): Promise<StepOutcome> {
    if (this.spec.proveBrokers && !this.brokers.canProve) {
      return { ok: false, begun: false, detail: 'no token is named that every broker must let in; give acceptedToken, or switch proveBrokers off' };
    }
    const begun = this.clock.now();
    const end = begun + this.spec.timeoutSeconds * 1000;
    let calmSince: number | undefined;
    let brokers = '';
    let seen = false;
    for (;;) {
      const sight = await this.see(end);
      const now = this.clock.now();
      const same = sight.brokers.join() === brokers;
      calmSince = sight.unrest !== undefined ? undefined : same ? calmSince ?? now : now;
      seen ||= sight.unrest !== undefined || (!same && brokers !== '');
      brokers = sight.brokers.join();
      if (sight.hopeless === true) {
        return { ok: false, detail: sight.unrest! };
      }
      if (calmSince !== undefined && now - calmSince >= this.spec.calmSeconds * 1000) {
        return this.finish(sight, seconds(now - begun), seen);
      }
      if (now >= end) {
        return { ok: false, detail: `not calm for ${this.spec.calmSeconds} s within ${seconds(now - begun)}: ${sight.unrest ?? 'it has just become calm'}` };
      }
      await this.clock.sleep(this.spec.pollSeconds * 1000);
    }
  }

  async stop(): Promise<StepOutcome> {
    return CANNOT;
  }

  async start(): Promise<StepOutcome> {
    return CANNOT;
  }

  async logTail(): Promise<string> {
    return '';
  }

  private async finish({ brokers, bootstrap }: Sight, after: string, seen: boolean): Promise<StepOutcome> {
    const calm = `calm for ${this.spec.calmSeconds} s, after ${after} in all${seen ? '' : ' in which no restart was seen'}`;
    if (bootstrap === undefined) {
      return { ok: true, detail: `${calm}; no broker was proved, since proveBrokers is off` };
    }
    const bad = await this.brokers.keepingOut(bootstrap, brokers);
    if (bad === undefined) {
      const untried = 'no bad token was tried, since acceptedToken has no signature to spoil: give refusedToken';
      return { ok: true, detail: `${calm}; each of ${brokers.join(', ')} let a token in; ${untried}` };
    }
    return bad.length === 0
      ? { ok: true, detail: `${calm}; each of ${brokers.join(', ')} let a token in and kept another one out` }
      : { ok: false, detail: `a token that must be kept out was not: ${bad.join(', ')}` };
  }

  private async see(end: number): Promise<Sight> {
    const { service, problem } = await this.look(Math.min(end, this.clock.now() + LOOK_SECONDS * 1000));
    if (service === undefined) {
      return { unrest: problem, brokers: [] };
    }
    if (service.state === 'POWEROFF') {
      return { unrest: 'the service is powered off', hopeless: true, brokers: [] };
    }
    const busy = unrest(service);
    if (busy !== undefined || !this.spec.proveBrokers) {
      return { unrest: busy, brokers: [] };
    }
    const found = bootstrapOf(service, this.spec);
    if ('problem' in found) {
      return { unrest: found.problem, brokers: [] };
    }
    const { brokers, problem: bad }: Round = await this.brokers.lettingIn(found.endpoint);
    return { unrest: bad, brokers, bootstrap: found.endpoint };
  }

  private async look(end: number): Promise<Look> {
    const { project, service } = this.spec;
    const answer = await this.api.read(`/v1/project/${encodeURIComponent(project)}/service/${encodeURIComponent(service)}`, end);
    if (answer.problem !== undefined) {
      return { problem: answer.problem };
    }
    const read = readService(answer.value);
    return read === undefined ? { problem: 'the API answered with something else than a service' } : { service: read };
  }
}

/** The driver with what reaches the API and the brokers. */
export function makeAivenDriver(spec: AivenDriverSpec, world: World): AivenDriver {
  const token = world.environment[spec.tokenVariable];
  const api = new ServiceApi({
    baseUrl: spec.baseUrl,
    authorization: token ? `aivenv1 ${token}` : undefined,
    keyPlace: `the environment variable ${spec.tokenVariable} with a token of Aiven's API`,
    clock: world.clock,
    redact: world.redact,
    pauseSeconds: spec.pollSeconds,
  });
  return new AivenDriver(spec, api, new AdvertisedBrokers(world), world.clock);
}
