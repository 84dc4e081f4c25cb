/*
 * Two comments enclose what is ours inside an element of a shared document, so that a later merge can tell it from
 * elements that others wrote. Values cannot imitate them: `<` is always escaped.
 */

/** What the comment before our elements says. */
export const BEGIN_TEXT = ' begin cdktf-broker-oauth ';

/** What the comment behind our elements says. */
export const END_TEXT = ' end cdktf-broker-oauth ';

/** The comment before our elements. */
export const BEGIN_MARKER = `<!--${BEGIN_TEXT}-->`;

/** The comment behind our elements. */
export const END_MARKER = `<!--${END_TEXT}-->`;
