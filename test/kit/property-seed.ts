import fc from 'fast-check';

// Loaded before each test file. In CI the properties try the same cases every time, so that a change is judged by what it changes;
// elsewhere they try others in each run. QBR_TEST_SEED tries those of a seed that a failure has named.

const IN_CI = 20261129;

const named = process.env['QBR_TEST_SEED'];
const seed = named === undefined ? (process.env['CI'] ? IN_CI : null) : Number(named);
if (seed !== null) fc.configureGlobal({ seed });
