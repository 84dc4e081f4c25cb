import { PROPERTY_LIST, PROPERTY_VALUE } from './properties';
import { mayAcceptForgedTokens } from './releases';
import { AivenKafkaSettings, BROKER_JWT_VALIDATOR, KafkaListener, mechanismsOf } from './settings';
import {
  AUDIENCE_KEY, HANDLER_KEY, ISSUER_KEY, JAAS_CONFIG, JAAS_KEY, JWKS_URL_KEY, LISTENER_PROPERTIES, listenerPrefix,
  mechanismPrefix, MECHANISMS_KEY, propertyKey, SUB_CLAIM_KEY, VALIDATOR_CLASS_KEY, VALIDATOR_HANDLER,
} from './vocabulary';
import { Encoding, Template, TemplateBuilder } from '../../text/template';
import { Value } from '../../text/unresolved';

/** The properties of one listener. No comment is written: one would be taken for the user's own when the file is merged again. */
export function serverProperties(settings: AivenKafkaSettings, target: KafkaListener, version: string | undefined): Template {
  const text = new TemplateBuilder();
  const prefix = mechanismPrefix(target.listener);
  const line = (key: string, value: Value | undefined, encoding: Encoding = PROPERTY_VALUE) => {
    if (value !== undefined) {
      text.text(`${key}=`).value(value, encoding).text('\n');
    }
  };
  line(listenerPrefix(target.listener) + MECHANISMS_KEY, mechanismsOf(target), PROPERTY_LIST);
  line(prefix + HANDLER_KEY, VALIDATOR_HANDLER);
  line(prefix + JAAS_KEY, JAAS_CONFIG);
  line(prefix + JWKS_URL_KEY, settings.jwksEndpointUrl);
  line(prefix + ISSUER_KEY, settings.issuer);
  line(prefix + AUDIENCE_KEY, settings.audience, PROPERTY_LIST);
  line(prefix + SUB_CLAIM_KEY, settings.subClaimName);
  for (const property of LISTENER_PROPERTIES) {
    const implied = property.key === VALIDATOR_CLASS_KEY && mayAcceptForgedTokens(version) ? BROKER_JWT_VALIDATOR : undefined;
    line(propertyKey(target.listener, property), target[property.prop] ?? implied);
  }
  return text.build();
}

