import { AivenAcl, NativeAcl } from './acl';
import { Document, Field, Node } from './json-document';
import { planLimits } from './plans';
import { AivenKafkaSettings, AivenService, DEFAULT_SUB_CLAIM } from './settings';
import { FIELD, SERVICE_SWITCHES } from './vocabulary';
import { Encoding } from '../../text/template';

/** The members of a list in one comma-separated text, as Aiven takes audiences. */
const JOINED_JSON: Encoding = {
  encode: (value) => JSON.stringify((value as readonly string[]).join(',')),
  hcl: (reference) => `jsonencode(join(",", ${reference}))`,
};

/** The part of an Aiven service's `user_config` that is ours. Every field is written, since leaving one out keeps its old value. */
export function userConfig(settings: AivenKafkaSettings, target: AivenService): Document {
  const { audience, subClaimName = DEFAULT_SUB_CLAIM } = settings;
  const unsayable = planLimits(target.plan).withoutSubClaim && subClaimName === DEFAULT_SUB_CLAIM;
  const config: Record<string, Record<string, Node> | Node> = {
    kafka: {
      [FIELD.audience]: audience === undefined ? undefined : new Field(audience, JOINED_JSON),
      [FIELD.issuer]: settings.issuer,
      [FIELD.jwksEndpointUrl]: settings.jwksEndpointUrl,
      [FIELD.subClaimName]: unsayable ? undefined : subClaimName,
    },
    kafka_authentication_methods: { sasl: target.disabled !== true },
    sasl_oauthbearer_allowed_urls: target.saslOauthbearerAllowedUrls,
  };
  for (const { prop, path: [outer, inner] } of SERVICE_SWITCHES) {
    if (target[prop] !== undefined) {
      config[outer] = inner === undefined ? target[prop] : { ...(config[outer] as Document), [inner]: target[prop] };
    }
  }
  return config as Document;
}

/** A native entry under the names of Aiven's API. */
export function nativeAclDocument(acl: NativeAcl): Document {
  return {
    principal: acl.principal,
    host: acl.host,
    resource_type: acl.resourceType,
    resource_name: acl.resourceName,
    pattern_type: acl.patternType,
    operation: acl.operation,
    permission_type: acl.permissionType,
  };
}

/** An Aiven entry under the names of Aiven's API. */
export function aivenAclDocument(acl: AivenAcl): Document {
  return { username: acl.username, topic: acl.topic, permission: acl.permission };
}

