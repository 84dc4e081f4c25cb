/*
 * What the doctor needs from the world. Everything that answers is taken for hostile: a port bounds time, size and redirects.
 */

/** What a server answered, or why there is no answer that can be read. */
export type Reply =
  | {
    readonly status: number;
    /** Media type in lower case, without parameters; empty where the server names none. */
    readonly contentType: string;
    readonly text: string;
    /** Whether a redirect was followed to get it. */
    readonly redirected: boolean;
    /** Seconds for which the answer may be kept, as `Cache-Control` says. */
    readonly maxAge?: number;
    readonly problem?: undefined;
  }
  | { readonly problem: string };

/** A form that is posted as a client. */
export interface PostedForm {
  readonly url: string;
  readonly fields: { readonly [name: string]: string };
  readonly credentials: Credentials;
}

/** Who asks, and how it says so. */
export interface Credentials {
  readonly clientId: string;
  readonly secret: string;
  /** In the header or in the form. Source: RFC 6749 section 2.3.1. */
  readonly method: 'basic' | 'post';
}

/** The network. */
export interface DoctorNetwork {
  get(url: string): Promise<Reply>;
  post(form: PostedForm): Promise<Reply>;
}
