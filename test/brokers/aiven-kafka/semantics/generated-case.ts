import { CLAIM_CHANGES, HEADER_CHANGES, KEY_SET_CHANGES, PAYLOAD_CHANGES, SETTING_CHANGES, TOKEN_CHANGES } from './changes';
import { Draft, Random } from './draft';
import { SigningKey } from './signing-keys';
import { JsonData, JsonMembers, PreviewCase } from '../../../../src/preview/case';

/*
 * Cases for a comparison with Kafka's own classes: a good login to which a few things have been done.
 */

/** A case, and the same question as the classes are asked it. */
export interface GeneratedCase {
  readonly input: PreviewCase;
  readonly question: { readonly settings: Readonly<Record<string, string>>; readonly keys?: string; readonly token: string };
  /** What was done to the good login. */
  readonly changes: readonly string[];
}

const FAMILIES = [CLAIM_CHANGES, CLAIM_CHANGES, KEY_SET_CHANGES, HEADER_CHANGES, SETTING_CHANGES, PAYLOAD_CHANGES, TOKEN_CHANGES];

/** Where the classes find the key set; each case has a file of its own, so its name means nothing. */
const URL = 'file:///keys.json';

/** One case; the same number gives the same one for the same keys and time. */
export function generatedCase(seed: number, keys: readonly SigningKey[], now: number): GeneratedCase {
  const random = new Random(seed);
  const draft = new Draft(random, keys, now);
  const changes: string[] = [];
  for (let count = random.pick([0, 1, 1, 1, 2, 2, 3]); count > 0; count--) {
    const family = random.pick(FAMILIES);
    const name = random.pick(Object.keys(family));
    family[name](draft);
    changes.push(name);
  }
  const token = draft.token();
  const { settings, keySet } = draft;
  const properties = Object.entries(settings).map(([name, value]) => [`sasl.oauthbearer.${name}`, value] as const);
  return {
    changes,
    question: { settings: Object.fromEntries(properties), token, ...keySet === undefined ? {} : { keys: JSON.stringify(keySet) } },
    input: {
      broker: 'aiven-kafka', target: 'self-managed', now, token,
      settings: { ...Object.fromEntries(properties), ...keySet === undefined ? {} : { 'jwks_url': URL, 'org.apache.kafka.sasl.oauthbearer.allowed.urls': URL } },
      ...keySet === undefined ? {} : { jwks: { keys: (keySet as JsonMembers).keys as JsonData } },
    },
  };
}
