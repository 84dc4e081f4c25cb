import type * as Cdktf from 'cdktf';
import { Construct } from 'constructs';
import { PROJECT, principalOf, SERVICE, topicOf } from './kafka-rights';
import type { Resources } from './measurement';

/** Native ACL entries, and whatever else the stack holds once, as someone writes them who has no construct for them. */
export function byHand(stack: Cdktf.TerraformStack, cdk: typeof Cdktf, count: number, shared: Resources = {}): void {
  stack.addOverride('terraform.required_providers.aiven', { source: 'aiven/aiven', version: '>= 4.0.0' });
  // Grouped like the library's, since the CDK names nested resources by a hash of their path.
  const kafka = new Construct(stack, 'Kafka');
  for (let index = 0; index < count; index += 1) {
    const entry = new cdk.TerraformResource(kafka, `Acl-${principalOf(index)}-Read-Topic-${topicOf(index)}-LITERAL-ALLOW-00000000`, { terraformResourceType: 'aiven_kafka_native_acl' });
    entry.addOverride('project', PROJECT);
    entry.addOverride('service_name', SERVICE);
    entry.addOverride('resource_type', 'Topic');
    entry.addOverride('resource_name', topicOf(index));
    entry.addOverride('pattern_type', 'LITERAL');
    entry.addOverride('principal', `User:${principalOf(index)}`);
    entry.addOverride('host', '*');
    entry.addOverride('operation', 'Read');
    entry.addOverride('permission_type', 'ALLOW');
  }
  for (const [type, resources] of Object.entries(shared)) {
    for (const [name, body] of Object.entries(resources)) {
      const written = new cdk.TerraformResource(stack, name, { terraformResourceType: type });
      Object.entries(body).forEach(([attribute, value]) => written.addOverride(attribute, value));
    }
  }
}
