import { makeAmqpLogin } from './amqp';
import { KafkaLogin } from './kafka';
import { makeMqttLogin } from './mqtt';
import { LoginCheck } from '../engine/ports';
import { LoginSpec } from '../spec/logins';
import { World } from '../world';

type Makers = { readonly [Kind in LoginSpec['kind']]?: (login: Extract<LoginSpec, { kind: Kind }>, world: World) => LoginCheck };

const MAKERS: Makers = {
  kafka: (login, world) => new KafkaLogin(login, world.redact),
  amqp: makeAmqpLogin,
  mqtt: makeMqttLogin,
};

/** The login check that a spec describes. */
export function makeLogin(login: LoginSpec, world: World): LoginCheck {
  return (MAKERS[login.kind] as (login: LoginSpec, world: World) => LoginCheck)(login, world);
}
