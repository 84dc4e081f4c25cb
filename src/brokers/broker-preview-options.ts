import { IIdentityApplication } from '../identity/identity-application';
import { TokenPreviewLogin } from '../preview/facade/token-preview-login';

/** One client of a broker of this stack. */
export interface BrokerPreviewOptions extends TokenPreviewLogin {
  /**
   * The application that logs in, with a token as its identity provider would issue it.
   *
   * The token is built from what is known of the provider's tokens, and holds every audience and scope that was demanded for the application
   * so far. `claims` are added to it or replace its own; a claim that is `null` there is left out. With `token` nothing is built.
   *
   * @default - what `token` or `claims` hold
   */
  readonly application?: IIdentityApplication;

  /**
   * How long the built token lives, in seconds.
   *
   * @default 3600
   */
  readonly tokenLifetimeSeconds?: number;

  /**
   * What values that Terraform knows only at apply will be, by the reference as the stack has it: the text of `orders.clientId`, say.
   *
   * They are filled into settings and claims, so that a stack whose applications are created with it can be previewed.
   *
   * @default - none is known: settings and claims of that kind are an error, rights are unknown
   */
  readonly valuesAtApply?: { [reference: string]: string };
}
