import { HTTPS_URL } from '../../../rules/condition';
import { Rule } from '../../../rules/rule';
import { Subject } from '../../broker-core';
import { inexpressible } from '../cloud-amqp-attributes';
import { LavinMqSettings } from '../settings';

type LavinMqRule = Rule<Subject<LavinMqSettings>>;

const RABBITMQ_ONLY: LavinMqRule = {
  id: 'LAVINMQ_CLOUDAMQP_RABBITMQ_ONLY',
  level: 'warning',
  summary: 'The resource is known to work on LavinMQ instances.',
  cause: 'CloudAMQP documents and tests cloudamqp_oauth2_configuration for RabbitMQ plans only; nothing says what it does on a LavinMQ instance.',
  remedy: 'try it on an instance that may fail, prove a login by token, then acknowledge the rule',
  source: 'cloudamqp/terraform-provider-cloudamqp, docs/resources/oauth2_configuration.md',
  check: ({ settings }, report) => {
    if (settings.cloudAmqp !== undefined) {
      report.broken('target', { message: 'is CloudAMQP, whose OAuth 2.0 resource is documented for RabbitMQ plans only' });
    }
  },
};

const ISSUER_HTTPS: LavinMqRule = {
  id: 'LAVINMQ_ISSUER_HTTPS',
  level: 'error',
  summary: 'On CloudAMQP the issuer starts with https://.',
  cause: 'CloudAMQP refuses plain http; the Terraform provider does not check it.',
  remedy: 'use the https issuer of the identity provider',
  source: 'www.cloudamqp.com/docs/cloudamqp-oauth2-lavinmq.html',
  check: ({ settings }, report) => {
    if (settings.cloudAmqp !== undefined && settings.issuer !== '') {
      report.value('issuer', settings.issuer, HTTPS_URL);
    }
  },
};

const UNSUPPORTED: LavinMqRule = {
  id: 'LAVINMQ_CLOUDAMQP_UNSUPPORTED',
  level: 'error',
  summary: 'On CloudAMQP only settings are given that its resource can express.',
  cause: 'No Terraform resource sets other LavinMQ configuration, so the setting would be lost.',
  remedy: 'leave the setting out; where CloudAMQP\'s console offers it, set it there',
  source: 'cloudamqp/terraform-provider-cloudamqp, cloudamqp/resource_cloudamqp_oauth2_configuration.go',
  check: ({ settings }, report) => {
    if (settings.cloudAmqp === undefined) {
      return;
    }
    for (const { name, reason } of inexpressible(settings)) {
      report.broken(name, { message: reason, got: settings[name] });
    }
  },
};

const RESOURCE_SERVER_ID: LavinMqRule = {
  id: 'LAVINMQ_CLOUDAMQP_RESOURCE_SERVER_ID',
  level: 'error',
  summary: 'On CloudAMQP resource_server_id is set.',
  cause: 'The resource demands it, although LavinMQ itself does not.',
  remedy: 'set resourceServerId; scopes then begin with it and a dot unless scopePrefix says otherwise',
  source: 'cloudamqp/terraform-provider-cloudamqp, docs/resources/oauth2_configuration.md',
  check: ({ settings }, report) => {
    if (settings.cloudAmqp !== undefined && settings.resourceServerId === undefined) {
      report.broken('resourceServerId', { message: 'is missing' });
    }
  },
};

/** Rules on brokers that CloudAMQP runs. */
export const CLOUDAMQP_RULES: readonly LavinMqRule[] = [RABBITMQ_ONLY, ISSUER_HTTPS, UNSUPPORTED, RESOURCE_SERVER_ID];
