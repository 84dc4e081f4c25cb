import {
  DestinationMatch, HiveMqAccess, HiveMqOAuth, HiveMqVersion, IdentityApplication, OktaIdentityProvider, RestartDriver, RestartLease, RestartProbe,
  RollingRestart,
} from 'cdktf-broker-oauth';
import { Construct } from 'constructs';

/**
 * HiveMQ with the Enterprise Security Extension on three hosts of one's own. Rights live in the extension's file realm.
 *
 * The extension's folders are mounted where Terraform runs. The broker's secret at the identity provider is in the environment of the nodes.
 */
export function build(stack: Construct): void {
  const okta = new OktaIdentityProvider(stack, 'Okta', { orgUrl: 'https://example.okta.com', authorizationServerId: 'aus1234567890abcdef', audience: 'hivemq' });
  const gateway = IdentityApplication.fromClientId(stack, 'Gateway', { identityProvider: okta, clientId: '0oa1gateway1234567890' });
  const dashboard = IdentityApplication.fromClientId(stack, 'Dashboard', { identityProvider: okta, clientId: '0oa1dashboard12345678' });

  const hivemq = new HiveMqOAuth(stack, 'HiveMq', {
    identityProvider: okta,
    brokerVersion: HiveMqVersion.V4_36,
    allowAllExtensionDisabled: true,
    audience: 'hivemq',
    expGrace: { grace: 30, disconnectAfterExpiry: true },
    introspection: { simpleAuth: { username: '0oa1hivemq12345678901', password: '${ENV:HIVEMQ_INTROSPECTION_SECRET}' } },
    secretVersions: { HIVEMQ_INTROSPECTION_SECRET: '2027-01' },
  });

  hivemq.grantPublish(gateway, 'orders/+/status', { match: DestinationMatch.PATTERN });
  hivemq.grantConsume(dashboard, 'orders/#', { match: DestinationMatch.PATTERN });
  hivemq.grant(dashboard, HiveMqAccess.publish('dashboards/${mqtt-clientid}/state'));

  new RollingRestart(stack, 'Restart', {
    broker: hivemq,
    // Two applies on different machines exclude each other by a majority of the three hosts.
    lease: RestartLease.hosts({ hosts: ['a', 'b', 'c'].map((letter) => ({ host: `hivemq-${letter}.example.com` })) }),
    nodes: ['a', 'b', 'c'].map((letter) => ({
      name: `hivemq-${letter}`,
      files: {
        'config.xml': `/mnt/hivemq-${letter}/extensions/hivemq-enterprise-security-extension/conf/config.xml`,
        'ese-file-realm.xml': `/mnt/hivemq-${letter}/extensions/hivemq-enterprise-security-extension/conf/ese-file-realm.xml`,
      },
      driver: RestartDriver.command({
        restart: ['ssh', `hivemq-${letter}.example.com`, 'sudo', 'systemctl', 'restart', 'hivemq'],
        // A unit that was stopped keeps its InvocationID, so it is asked for only while the unit is active.
        startTimeCommand: [
          'ssh', `hivemq-${letter}.example.com`, 'systemctl is-active --quiet hivemq && systemctl show --property=InvocationID --value hivemq || true',
        ],
        logCommand: ['ssh', `hivemq-${letter}.example.com`, 'journalctl', '--unit=hivemq', '--lines=20', '--output=cat'],
      }),
      probes: [
        RestartProbe.tcp(`hivemq-${letter}.example.com`, 8883),
        RestartProbe.http(`http://hivemq-${letter}.example.com:8889/api/v1/health/extensions/hivemq-enterprise-security-extension`),
      ],
    })),
    settleSeconds: 30,
  });
}
