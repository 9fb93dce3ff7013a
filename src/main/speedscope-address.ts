/** A scheme, and with it an origin, of its own: nothing that speedscope does can touch the window's page. */
export const SPEEDSCOPE_SCHEME = 'speedscope';
export const SPEEDSCOPE_URL = `${SPEEDSCOPE_SCHEME}://app/`;
