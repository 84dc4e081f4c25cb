import * as fc from 'fast-check';
import { TOKEN } from './support';
import { ChecklistSubject, renderChecklist } from '../../src/identity/checklist';
import { CHECKLIST_TEXTS } from '../../src/identity/checklist-texts';
import { DEMAND_KINDS, demandedValues, IdentityDemand, sortDemands } from '../../src/identity/identity-demand';
import { IdentityProviderKind } from '../../src/identity/provider-kind';

function subject(part: Partial<ChecklistSubject> = {}): ChecklistSubject {
  return {
    application: 'Stack/Orders',
    clientId: 'orders',
    provider: { kind: IdentityProviderKind.KEYCLOAK, issuer: 'https://sso.example.com/realms/messaging' },
    demands: [],
    ...part,
  };
}

const DEMANDS: readonly IdentityDemand[] = [
  { broker: 'Stack/Lavin', kind: 'scope', value: 'mq.write:%2F/orders', reason: 'so that it may publish to orders' },
  { broker: 'Stack/Lavin', kind: 'audience', value: 'messaging', reason: 'which the broker demands' },
  { broker: 'Stack/Kafka', kind: 'audience', value: 'messaging', reason: 'which the broker demands' },
];

describe('sortDemands', () => {
  test('orders by kind, value, broker and reason, and drops repetition', () => {
    expect(sortDemands([...DEMANDS, ...DEMANDS])).toEqual([DEMANDS[2], DEMANDS[1], DEMANDS[0]]);
  });

  test('does not depend on the order in which brokers ask', () => {
    const demand = fc.record({
      broker: fc.string(),
      kind: fc.constantFrom(...DEMAND_KINDS),
      value: fc.string({ unit: 'binary' }),
      reason: fc.string(),
    });
    fc.assert(fc.property(fc.array(demand), (demands) => {
      expect(sortDemands([...demands].reverse())).toEqual(sortDemands(demands));
      expect(sortDemands(sortDemands(demands))).toEqual(sortDemands(demands));
    }));
  });

  test('the values of a kind are listed once', () => {
    expect(demandedValues(DEMANDS, 'audience')).toEqual(['messaging']);
    expect(demandedValues(DEMANDS, 'role')).toEqual([]);
  });
});

describe('renderChecklist', () => {
  test('tells what to create, for which broker and why', () => {
    expect(renderChecklist(subject({ demands: DEMANDS }))).toBe([
      '# Keycloak: `Stack/Orders`',
      '',
      'Issuer: `https://sso.example.com/realms/messaging`',
      '',
      '## Client',
      '',
      '- [ ] Client `orders`: client authentication on, service accounts roles on, standard flow and direct access grants off.',
      '- [ ] Full scope allowed: off.',
      '- [ ] Default client scopes: `basic`, `service_account` and `profile` stay; a list without `basic` yields tokens without `sub`.',
      '',
      '## Demands of the brokers',
      '',
      '- [ ] Audience mapper on `orders`, or on one of its default scopes, that adds `messaging` to access tokens and not to ID tokens.',
      '  - `Stack/Kafka`: which the broker demands',
      '  - `Stack/Lavin`: which the broker demands',
      '- [ ] Client scope `mq.write:%2F/orders` with "Include in token scope" on and "Include in OpenID Provider Metadata" off, as default scope of `orders`.',
      '  - `Stack/Lavin`: so that it may publish to orders',
      '',
    ].join('\n'));
  });

  test('without demands it tells how to register the client', () => {
    expect(renderChecklist(subject({ provider: { kind: IdentityProviderKind.UAA, issuer: 'https://uaa.example.com/oauth/token' } }))).toBe([
      '# Cloud Foundry UAA: `Stack/Orders`',
      '',
      'Issuer: `https://uaa.example.com/oauth/token`',
      '',
      '## Client',
      '',
      '- [ ] Client `orders` with the grant type client_credentials.',
      '',
    ].join('\n'));
  });

  test('adds what scopes bring along', () => {
    const provider = { kind: IdentityProviderKind.OKTA, issuer: 'https://example.okta.com/oauth2/aus1' };
    expect(renderChecklist(subject({ provider, demands: DEMANDS }))).toContain('- [ ] Rule of the access policy: grant type client credentials');
    expect(renderChecklist(subject({ provider, demands: DEMANDS.slice(1) }))).not.toContain('Rule of the access policy');
  });

  test('says so where a value is known only at apply', () => {
    const text = renderChecklist(subject({ clientId: TOKEN, demands: [{ broker: 'B', kind: 'audience', value: TOKEN, reason: TOKEN }] }));
    expect(text).toContain('adds (known after apply) to access tokens');
    expect(text).not.toContain('TfToken');
  });

  test('values cannot start markup of their own', () => {
    const demands: readonly IdentityDemand[] = [{ broker: 'a`b', kind: 'scope', value: '``\n# x', reason: '<b>[x](y)\n- [ ] z' }];
    const lines = renderChecklist(subject({ demands })).split('\n');
    expect(lines).toContain('  - `` a`b ``: \\<b\\>\\[x\\](y)\\\\u000a- \\[ \\] z');
    expect(lines.find((line) => line.includes('Client scope'))).toContain('``` ``\\u000a# x ```');
  });

  test('has as many lines as it has things to do, whatever the values are', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (value, reason) => {
      const plain = renderChecklist(subject({ demands: [{ broker: 'B', kind: 'scope', value: 'v', reason: 'r' }] }));
      const text = renderChecklist(subject({ demands: [{ broker: 'B', kind: 'scope', value, reason }] }));
      expect(text.split(/[\n\r\u0085\u2028\u2029]/).length).toBe(plain.split('\n').length);
    }));
  });
});

describe('the texts of every kind of provider', () => {
  test.each(Object.entries(CHECKLIST_TEXTS))('%s', (_kind, texts) => {
    expect(texts.client.length).toBeGreaterThan(0);
    for (const kind of DEMAND_KINDS) {
      expect(texts.demands[kind]).toMatch(/\.$/);
      expect(texts.demands[kind]).toContain('{value}');
    }
    const all = [...texts.client, ...texts.scopeNotes, ...Object.values(texts.demands)].join(' ');
    expect(all.match(/\{(?!(client|value|issuer)\})/g)).toBeNull();
  });
});
