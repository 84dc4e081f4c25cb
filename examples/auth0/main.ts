import { App, TerraformStack } from 'cdktf';
import { build } from './stack';

const app = new App();
build(new TerraformStack(app, 'auth0'));
app.synth();
