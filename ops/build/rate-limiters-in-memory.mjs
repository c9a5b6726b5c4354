// What the program uses of rate-limiter-flexible. The package's own index brings the limiters of a dozen databases, which every start would load.
export { default as RateLimiterMemory } from 'rate-limiter-flexible/lib/RateLimiterMemory.js';
export { default as RateLimiterQueue } from 'rate-limiter-flexible/lib/RateLimiterQueue.js';
export { default as RateLimiterRes } from 'rate-limiter-flexible/lib/RateLimiterRes.js';
