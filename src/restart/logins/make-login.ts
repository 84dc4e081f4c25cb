import { LoginCheck } from '../engine/ports';
import { LoginSpec } from '../spec/logins';
import { World } from '../world';

type Makers = { readonly [Kind in LoginSpec['kind']]?: (login: Extract<LoginSpec, { kind: Kind }>, world: World) => LoginCheck };

const MAKERS: Makers = {};

/** The login check that a spec describes. */
export function makeLogin(login: LoginSpec, world: World): LoginCheck {
  return (MAKERS[login.kind] as (login: LoginSpec, world: World) => LoginCheck)(login, world);
}
