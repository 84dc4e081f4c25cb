import { DestinationMatch, GrantProtocol } from '../../../src/brokers/grant';
import { LavinMqAccess, LavinMqTag } from '../../../src/brokers/lavinmq/access';
import { estimateTokenLength, GrantPlan, judgeGrants, planConsume, planPublish } from '../../../src/brokers/lavinmq/grants';
import { describeFinding } from '../../../src/rules/rule';

const { MQTT } = GrantProtocol;

function brief(plan: GrantPlan) {
  return { scopes: plan.accesses.map((access) => access.unprefixedScope), wider: plan.wider, problems: plan.problems.map((found) => found.rule) };
}

describe('publishing', () => {
  test.each([
    ['orders', {}, ['write:%2F/orders']],
    ['orders', { vhost: 'shop' }, ['write:shop/orders']],
    ['orders.', { match: DestinationMatch.PREFIX }, ['write:%2F/orders.*']],
    ['*.orders', { match: DestinationMatch.PATTERN }, ['write:%2F/*.orders']],
    ['orders', { protocol: GrantProtocol.AMQP }, ['write:%2F/orders']],
  ])('to %s with %j is write on the exchange', (destination, options, scopes) => {
    expect(brief(planPublish(destination, options, true))).toEqual({ scopes, wider: undefined, problems: [] });
  });

  test.each(['', 'amq.default'])('to the default exchange (%j) reaches every exchange, which must be accepted', (destination) => {
    const wider = 'every exchange of virtual host "/": the default exchange is checked as the empty name, which only "*" reaches';
    expect(brief(planPublish(destination, {}, true))).toEqual({ scopes: ['write:%2F/*'], wider, problems: ['LAVINMQ_GRANT_WIDER'] });
    expect(brief(planPublish(destination, { acceptWider: true }, true))).toEqual({ scopes: ['write:%2F/*'], wider, problems: [] });
  });

  test.each([
    [true, 'publishing to every topic of virtual host "/", since there are no rights per topic'],
    [false, 'publishing and subscribing to every topic of virtual host "/", since [mqtt] permission_check_enabled is off'],
    [undefined, 'publishing to every topic of virtual host "/", since there are no rights per topic; ' +
      'everything there where [mqtt] permission_check_enabled is off, which is not known'],
  ])('over MQTT reaches every topic (check %s)', (checked, wider) => {
    expect(brief(planPublish('a/b', { protocol: MQTT }, checked))).toEqual({ scopes: ['write:%2F/mqtt.default'], wider, problems: ['LAVINMQ_GRANT_WIDER'] });
    expect(brief(planPublish('a/b', { protocol: MQTT, acceptWider: true }, checked)).problems).toEqual([]);
  });

  test('retained is not LavinMQ\'s to decide', () => {
    expect(planPublish('a', { retained: false }, true).problems.map((found) => describeFinding(found))).toEqual([
      'retained cannot be honoured by LavinMQ here, got false; remove the option [LAVINMQ_GRANT_OPTION]',
    ]);
  });
});

describe('consuming', () => {
  test.each([
    ['orders', {}, ['read:%2F/orders']],
    ['orders', { declare: true, vhost: 'shop' }, ['read:shop/orders', 'configure:shop/orders']],
    ['orders', { declare: false }, ['read:%2F/orders']],
  ])('from %s with %j is read on the queue', (destination, options, scopes) => {
    expect(brief(planConsume(destination, options, true))).toEqual({ scopes, wider: undefined, problems: [] });
  });

  test('over MQTT needs the exchange and the client\'s own queue, and so reaches more', () => {
    expect(brief(planConsume('a/b', { protocol: MQTT, vhost: 'iot', acceptWider: true }, true))).toEqual({
      scopes: ['read:iot/mqtt.default', 'write:iot/mqtt.*'],
      wider: 'subscribing to every topic of virtual host "iot" and publishing to them, since the right on the client\'s own queue, mqtt.<client id>, covers mqtt.default',
      problems: [],
    });
  });

  test('options of other brokers are refused', () => {
    expect(brief(planConsume('a', { shared: true, group: 'g' }, true)).problems).toEqual(['LAVINMQ_GRANT_OPTION', 'LAVINMQ_GRANT_OPTION']);
    expect(brief(planConsume('a', { protocol: MQTT, declare: true, acceptWider: true }, true)).problems).toEqual(['LAVINMQ_GRANT_OPTION']);
  });

  test('fails on a wildcard in a literal', () => {
    expect(() => planConsume('orders.*', {}, true)).toThrow('[LAVINMQ_ACCESS_WILDCARD]');
    expect(() => planConsume('orders', { vhost: '*' }, true)).toThrow('[LAVINMQ_ACCESS_WILDCARD]');
  });
});

describe('all grants of an application', () => {
  function judged(...accesses: LavinMqAccess[]) {
    return judgeGrants('orders', accesses, []).map((found) => `${found.path} ${found.message} [${found.rule}]`);
  }
  const { write, read, configure, tag } = LavinMqAccess;

  test('rights on distinct virtual hosts do not meet', () => {
    expect(judged(write('/', 'a'), read('shop', 'a'), write('prod-*', 'a'), tag(LavinMqTag.MANAGEMENT))).toEqual([]);
  });

  test('a right on one virtual host hides those on a pattern', () => {
    expect(judged(read('*', '*'), write('/', 'a'))).toEqual([
      'grants[orders] gives read on "*" in virtual host "*", which is hidden by the grants on virtual host "/" [LAVINMQ_GRANT_HIDDEN]',
    ]);
  });

  test('repeating the right makes it whole again', () => {
    expect(judged(read('*', 'a*'), write('/', 'a'), read('/', '*'))).toEqual([]);
    expect(judged(read('*', '*'), write('/', 'a'), read('/', 'a*'))).toHaveLength(1);
    expect(judged(read('*', '*'), configure('/', '*'))).toHaveLength(1);
  });

  test('two patterns that meet hide each other, since either may come first', () => {
    expect(judged(read('a*', '*'), write('*b', '*'))).toHaveLength(2);
    expect(judged(read('a*', '*'), write('b*', '*'))).toEqual([]);
  });

  test.each(['^orders$', 'orders\\.new', 'a|b', '(a)', '[ab]', 'a.+'])('%j looks like a regular expression', (pattern) => {
    expect(judged(write('/', pattern))).toEqual([
      `grants[orders] gives write on ${JSON.stringify(pattern)} in virtual host "/", which looks like a regular expression [LAVINMQ_GRANT_REGULAR_EXPRESSION]`,
    ]);
  });

  test.each(['orders.*', '*', 'a$b', 'a.b-c_d'])('%j is an ordinary pattern', (pattern) => {
    expect(judged(write('/', pattern))).toEqual([]);
  });

  test('many scopes do not fit into the login frame', () => {
    const scopes = Array.from({ length: 60 }, (_, index) => `lavinmq.write:%2F/orders.region-${index}`);
    expect(judgeGrants('orders', [], scopes.slice(0, 30))).toEqual([]);
    expect(judgeGrants('orders', [], scopes).map((found) => describeFinding(found))).toEqual([
      `grants[orders] come to 60 scopes, hence to a token of about ${estimateTokenLength(scopes)} characters; more than about 3500 ` +
      'do not fit beside the client properties into the login frame of 4,096 bytes; grant fewer and wider patterns, or split the application [LAVINMQ_LOGIN_FRAME]',
    ]);
  });

  test('the estimate counts base64', () => {
    expect(estimateTokenLength([])).toBe(1250);
    expect(estimateTokenLength(['abc'])).toBe(1258);
  });
});
