import { LoginCheck, LoginResult } from '../engine/ports';
import { KafkaClient } from '../kafka-wire/client';
import { Endpoint } from '../kafka-wire/open-socket';
import { isBearerToken, loginByToken, withoutToken } from '../kafka-wire/token-login';
import { Redact } from '../redact';

const LARGEST_ANSWER = 1024 * 1024;

/** Tries a token on a Kafka listener by SASL OAUTHBEARER. */
export class KafkaLogin implements LoginCheck {
  readonly target: string;

  constructor(private readonly endpoint: Endpoint, private readonly redact: Redact) {
    this.target = `kafka ${endpoint.host}:${endpoint.port}`;
  }

  async login(token: string, timeoutSeconds: number): Promise<LoginResult> {
    if (!isBearerToken(token)) {
      return { outcome: 'unclear', detail: 'not tried: the text is no bearer token (RFC 6750, section 2.1)' };
    }
    const { outcome, detail } = await this.try(token, timeoutSeconds);
    return { outcome, detail: this.redact(withoutToken(detail, token)) };
  }

  private async try(token: string, seconds: number): Promise<LoginResult> {
    try {
      const client = await KafkaClient.connect(this.endpoint, { seconds, largestAnswer: LARGEST_ANSWER });
      try {
        return await loginByToken(client, token);
      } finally {
        client.close();
      }
    } catch (error) {
      return { outcome: 'unclear', detail: error instanceof Error ? error.message : String(error) };
    }
  }
}
