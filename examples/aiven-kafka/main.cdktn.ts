import { App, TerraformResource, TerraformStack } from 'cdktn';
import { build, SERVICE } from './stack';

const app = new App();
const stack = new TerraformStack(app, 'aiven-kafka');
const service = new TerraformResource(stack, 'Service', { terraformResourceType: 'aiven_kafka' });
Object.entries(SERVICE).forEach(([name, value]) => service.addOverride(name, value));
build(stack, service);
app.synth();
