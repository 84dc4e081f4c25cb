import { CliError } from './cli-error';
import { CliIo } from './cli-io';
import { Judged, semanticsFor } from './judge';
import { GivenOptions, refuseForeignOptions } from './preview-options';
import { inputName, readInput } from './read-input';
import { ManifestBroker, parseManifest } from '../manifest/manifest';
import { PreviewCase } from '../preview/case';
import { failure } from '../preview/case-problem';
import { manifestCase, previewParts } from '../preview/manifest-case';
import { show } from '../text/show';

/** Judges a client against the broker of a manifest; members of the case that were given win over those of the manifest. */
export async function judgeManifest(
  io: CliIo, file: string, kind: string | undefined, options: GivenOptions, input: PreviewCase,
): Promise<Judged> {
  const parsed = parseManifest(await readInput(io, file));
  if ('problem' in parsed) {
    throw new CliError(`${inputName(file)} ${parsed.problem}`);
  }
  const broker = onlyBroker(parsed.manifest.brokers, file, kind, options.broker as string | undefined);
  refuseForeignOptions(options, broker.kind);
  const semantics = semanticsFor(broker.kind);
  if ('error' in semantics) {
    return { result: semantics, semantics: undefined };
  }
  const parts = manifestCase(semantics, broker);
  const result = 'rule' in parts ? failure(input.id ?? null, parts) : previewParts(semantics, parts, { ...input, broker: broker.kind });
  return { result, semantics };
}

function onlyBroker(brokers: readonly ManifestBroker[], file: string, kind: string | undefined, path: string | undefined): ManifestBroker {
  const ofKind = brokers.filter((broker) => kind === undefined || broker.kind === kind);
  const exact = ofKind.filter((broker) => broker.path === path);
  // The last part of a path will do where it is the only one.
  const found = exact.length > 0 ? exact : ofKind.filter((broker) => path === undefined || broker.path.endsWith(`/${path}`));
  if (found.length === 1) {
    return found[0];
  }
  const wanted = [kind, path].filter((part) => part !== undefined).map(show).join(' at ') || 'broker';
  const known = brokers.map((broker) => `${broker.path} (${broker.kind})`).join(', ') || 'none';
  throw new CliError(`${inputName(file)} has ${found.length === 0 ? 'no' : 'more than one'} ${wanted}; name one by --broker: ${known}`);
}
