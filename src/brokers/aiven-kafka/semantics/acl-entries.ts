import { JsonMembers, PreviewCase } from '../../../preview/case';
import { CASE_SHAPE, CaseError, caseProblem } from '../../../preview/case-problem';
import { EVERY, KafkaOperation, KafkaPatternType, KafkaPermissionType, KafkaResourceType, NativeAcl } from '../acl';
import { memberOf } from './actions';

/** An entry as Kafka reads it, and as it was given. */
export interface GivenAcl extends NativeAcl {
  readonly given: JsonMembers;
}

const known = new WeakMap<readonly JsonMembers[], readonly GivenAcl[]>();

/** The entries of a case; undefined where it has none to tell of. */
export function aclsOf({ acls }: PreviewCase): readonly GivenAcl[] | undefined {
  if (acls === undefined) {
    return undefined;
  }
  const entries = known.get(acls) ?? acls.map(readAcl);
  known.set(acls, entries);
  return entries;
}

/** Arguments of the resource aiven_kafka_native_acl. */
function readAcl(given: JsonMembers, index: number): GivenAcl {
  const acl = {
    principal: given.principal,
    host: given.host ?? EVERY,
    resourceType: memberOf(KafkaResourceType, given.resource_type),
    resourceName: given.resource_name,
    patternType: memberOf(KafkaPatternType, given.pattern_type),
    operation: memberOf(KafkaOperation, given.operation),
    permissionType: memberOf(KafkaPermissionType, given.permission_type),
  };
  const wrong = Object.entries(acl).find(([, value]) => typeof value !== 'string' || value === '');
  if (wrong !== undefined) {
    const name = wrong[0].replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    throw new CaseError(caseProblem(CASE_SHAPE, `acls[${index}].${name} is missing or is none that Kafka knows`));
  }
  return { ...acl as NativeAcl, given };
}
