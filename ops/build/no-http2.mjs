/** In the place of http2 for the listener, which asks of each request whether it came by that protocol. None does. */
export class Http2ServerRequest {}
export const constants = {};
