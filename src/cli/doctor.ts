import type { Command } from 'commander';
import { LineVerdict, runBatch } from './batch';
import { CliError } from './cli-error';
import { CliIo } from './cli-io';
import { CommandModule } from './command-module';
import { boundedNetwork, USUAL_BOUNDS } from './doctor-http';
import { DoctorOptions, providersInQuestion, secretsOf } from './doctor-manifest';
import { ExitCode, worstExitCode } from './exit-code';
import { readInput } from './read-input';
import { answerLine } from '../doctor/batch';
import { examine, ProviderReport } from '../doctor/examine';
import { DoctorVerdict } from '../doctor/finding';
import { reportText } from '../doctor/report';
import { show } from '../text/show';

const EXAMPLES = `
Examples:
  broker-oauth doctor --manifest manifest.json
  broker-oauth doctor --manifest manifest.json --client-id orders --client-secret-env ORDERS_SECRET
  broker-oauth doctor --manifest manifest.json --discovery openid-configuration.json --jwks keys.json --token token.jwt
  broker-oauth doctor --batch lines.jsonl --json > answers.jsonl

docs/doctor.md describes rules, lines and answers. The secret of a client comes from an environment variable or a file, never from an option.`;

/** Does the identity provider fit the brokers of a manifest? */
export const DOCTOR_COMMAND: CommandModule = {
  define(command, io, finish) {
    declareOptions(command);
    command.addHelpText('after', EXAMPLES).action(async (options: DoctorOptions) => {
      finish(await run(io, options));
    });
  },
};

function declareOptions(command: Command): void {
  const collect = (value: string, before: readonly string[]) => [...before, value];
  command
    .option('--manifest <file>', 'what a stack synthesized')
    .option('--broker <path>', 'only this broker of the manifest')
    .option('--idp <path>', 'only this identity provider of the manifest')
    .option('--issuer <url>', 'the issuer, where the manifest knows it only at apply')
    .option('--token <file>', 'a real token; - for the standard input')
    .option('--client-id <id>', 'get a real token for this client by client credentials')
    .option('--client-secret-env <name>', 'environment variable that holds the secret of the client')
    .option('--client-secret-file <file>', 'file that holds it')
    .option('--client-auth <method>', 'how clients authenticate: basic (default) or post')
    .option('--scope <scope>', 'a scope to ask for; repeatable', collect, [])
    .option('--audience <audience>', 'the audience to ask for, as Auth0 wants it')
    .option('--resource <uri>', 'the resource to ask for, by RFC 8707')
    .option('--introspection-url <url>', 'where to introspect, where the document does not say')
    .option('--introspection-client-id <id>', 'introspect as this client, which should be the one that brokers use')
    .option('--introspection-client-secret-env <name>', 'environment variable that holds its secret')
    .option('--introspection-client-secret-file <file>', 'file that holds it')
    .option('--discovery <file>', 'the discovery document; nothing is fetched then')
    .option('--jwks <file>', 'the key set; nothing is fetched then')
    .option('--username <name>', 'the user name that the client sends to brokers, where it is not the principal')
    .option('--mqtt-client-id <id>', 'the MQTT client id')
    .option('--allow-http-loopback', 'take plain http on the loopback interface for secure')
    .option('--ca-file <file>', 'certificates to trust besides the usual ones, PEM')
    .option('--timeout <seconds>', `longest time for one answer, ${USUAL_BOUNDS.timeoutSeconds} where left out`)
    .option('--batch <file>', 'a line of facts each; nothing is fetched, and the identity provider\'s rules alone are judged')
    .option('--json', 'print JSON');
}

async function run(io: CliIo, options: DoctorOptions): Promise<ExitCode> {
  const { batch, json, manifest } = options;
  if (batch !== undefined) {
    const others = Object.entries(options).filter(([name, value]) => !['batch', 'json'].includes(name) && !(Array.isArray(value) && value.length === 0));
    if (others.length > 0) {
      throw new CliError('--batch goes with --json alone; a line holds everything itself');
    }
    return runBatch(io, batch, json === true ? judgeLine : describeLine);
  }
  if (manifest === undefined) {
    throw new CliError('give --manifest, or --batch');
  }
  const providers = await providersInQuestion(io, options);
  const isOffline = options.discovery !== undefined || options.jwks !== undefined;
  const network = isOffline ? undefined : boundedNetwork({
    ...USUAL_BOUNDS,
    timeoutSeconds: timeoutOf(options.timeout),
    authorities: options.caFile === undefined ? undefined : await readInput(io, options.caFile),
  });
  const reports: ProviderReport[] = [];
  for (const provider of providers) {
    reports.push(await examine(provider, network));
  }
  const hide = hider(providers.flatMap(secretsOf));
  io.write(hide(json === true ? `${JSON.stringify({ identityProviders: reports }, undefined, 2)}\n` : reports.map(reportText).join('\n')));
  return worstExitCode(reports.map(({ verdict }) => CODES[verdict]));
}

const CODES: Readonly<Record<DoctorVerdict, ExitCode>> = { accept: ExitCode.GOOD, reject: ExitCode.NEGATIVE, undetermined: ExitCode.UNDETERMINED };

const LONGEST_TIMEOUT = 60;

function timeoutOf(text: string | undefined): number {
  const seconds = text === undefined ? USUAL_BOUNDS.timeoutSeconds : Number(text);
  if (!(seconds > 0 && seconds <= LONGEST_TIMEOUT)) {
    throw new CliError(`--timeout must be a number of seconds up to ${LONGEST_TIMEOUT}, got ${show(text)}`);
  }
  return seconds;
}

function judgeLine(text: string): LineVerdict {
  const answer = answerLine(text);
  return { output: JSON.stringify(answer), code: 'error' in answer ? ExitCode.BAD_INPUT : CODES[answer.verdict] };
}

function describeLine(text: string): LineVerdict {
  const answer = answerLine(text);
  if ('error' in answer) {
    return { output: `${show(answer.id)}: ${answer.error.message} [${answer.error.rule}]`, code: ExitCode.BAD_INPUT };
  }
  const lines = answer.findings.map(({ ref, rule, level, message }) => `  ${level.padEnd(7)} ${ref.padEnd(3)} ${message} [${rule}]`);
  return { output: [`${show(answer.id)}: ${answer.verdict}`, ...lines].join('\n'), code: CODES[answer.verdict] };
}

/** Servers may repeat what they were sent; what is secret is blotted out wherever it stands. */
function hider(secrets: readonly string[]): (text: string) => string {
  const hidden = secrets.filter((secret) => secret.length > 3);
  return (text) => hidden.reduce((shown, secret) => shown.replaceAll(secret, '(secret)'), text);
}
