/** The most characters that are taken for a token. */
export const LONGEST_TOKEN = 64 * 1024;

/** A token for a check, or why there is none. */
export type FoundToken = { readonly token: string; readonly problem?: undefined } | { readonly token?: undefined; readonly problem: string };
