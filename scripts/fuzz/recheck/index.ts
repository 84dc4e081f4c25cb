import { isHole, kafkaFault, lenientFault, trimmed } from './aiven-kafka';
import { hasOtherManagers, hiveMqFault } from './hivemq';
import { lavinMqFault } from './lavinmq';
import { hasOtherWays, mosquittoFault } from './mosquitto';
import { openStrictly, signatureFault, StrictToken, textOfSegment } from './token';
import { PreviewCase } from '../../../src/preview/case';

/** One broker's part of the re-check. */
interface Part {
  /** What its settings forbid. */
  readonly fault: (token: StrictToken, input: PreviewCase) => string | undefined;
  /** Whether a client may be let in although its token is not looked at. */
  readonly isOpen: (input: PreviewCase) => boolean;
}

const PARTS: { readonly [broker: string]: Part } = {
  'lavinmq': { fault: lavinMqFault, isOpen: () => false },
  'aiven-kafka': { fault: kafkaFault, isOpen: isHole },
  'mosquitto': { fault: mosquittoFault, isOpen: hasOtherWays },
  'hivemq': { fault: hiveMqFault, isOpen: hasOtherManagers },
};

/** Why a login that the preview accepts should not be; undefined where nothing speaks against it. */
export async function recheck(broker: string, input: PreviewCase): Promise<string | undefined> {
  if (input.authenticatedAs !== undefined || PARTS[broker].isOpen(input)) {
    return undefined;
  }
  const sent = input.token ?? input.password;
  // Kafka's validator trims, and a warning says that no client gets that far.
  return tokenFault(broker, broker === 'aiven-kafka' && typeof sent === 'string' ? trimmed(sent) : sent, input);
}

async function tokenFault(broker: string, sent: PreviewCase['token'], input: PreviewCase): Promise<string | undefined> {
  const inner = broker === 'aiven-kafka' && typeof sent === 'string' ? innerToken(sent) : undefined;
  if (inner !== undefined) {
    return await signatureFault(sent, input) ?? tokenFault(broker, inner, input);
  }
  const token = openStrictly(sent);
  if (typeof token !== 'string') {
    return PARTS[broker].fault(token, input) ?? signatureFault(sent, input);
  }
  return broker === 'aiven-kafka' && typeof sent === 'string' ? lenientFault(sent, input) ?? signatureFault(sent, input) : token;
}

/** A token in a token, which jose4j opens (RFC 7519 section 5.2). */
function innerToken(sent: string): string | undefined {
  const [header, payload] = sent.split('.').map(textOfSegment);
  return header !== undefined && saysNested(header) ? payload : undefined;
}

/** By the header's own member; where jose4j alone reads the header, by its text. */
function saysNested(header: string): boolean {
  try {
    const { cty } = JSON.parse(header) as { readonly cty?: unknown };
    return typeof cty === 'string' && /^(?:application\/)?jwt$/i.test(cty);
  } catch {
    return /"cty"\s*:\s*"JWT"/i.test(header);
  }
}
