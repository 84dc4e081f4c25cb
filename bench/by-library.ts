import type * as Cdktf from 'cdktf';
import {
  AivenKafkaOAuth, IdentityApplication, KafkaAccess, KafkaOperation, KafkaResourceType, KafkaVersion, MachineSubject, OidcIdentityProvider,
} from 'cdktf-broker-oauth';
import { APPLICATIONS, principalOf, PROJECT, SERVICE, topicOf } from './kafka-rights';

/** The same entries as grants of a broker. */
export function byLibrary(stack: Cdktf.TerraformStack, _cdk: typeof Cdktf, count: number): void {
  const identityProvider = new OidcIdentityProvider(stack, 'Sso', {
    issuer: 'https://sso.example.com',
    jwksUri: 'https://sso.example.com/keys',
    audiences: ['messaging'],
    clientIdClaim: 'azp',
    machineSubject: MachineSubject.CLIENT_ID,
  });
  const kafka = new AivenKafkaOAuth(stack, 'Kafka', {
    identityProvider, project: PROJECT, serviceName: SERVICE, brokerVersion: KafkaVersion.V4_1, audience: ['messaging'],
  });
  const applications = Array.from({ length: APPLICATIONS }, (_, index) => {
    const clientId = principalOf(index);
    return IdentityApplication.fromClientId(stack, clientId, { identityProvider, clientId });
  });
  for (let index = 0; index < count; index += 1) {
    const access = KafkaAccess.of({ operation: KafkaOperation.READ, resourceType: KafkaResourceType.TOPIC, resourceName: topicOf(index) });
    kafka.grant(applications[index % APPLICATIONS], access);
  }
}
